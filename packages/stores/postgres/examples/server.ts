// #region server
import pg from 'pg';
import { createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { migrate, postgresStore } from '@oauth/store-postgres';

export async function openServer(connectionString: string) {
  const pool = new pg.Pool({
    connectionString,
    connectionTimeoutMillis: 2000,
    query_timeout: 5000,
  });
  pool.on('error', (error) => console.error('An idle connection ended.', error));
  await migrate(pool);
  const store = await postgresStore(pool);
  const server = createServer({
    issuer: 'https://auth.example.com',
    clients: [
      {
        client_id: 'reports',
        client_secret: 'a-secret-of-at-least-32-characters',
        grant_types: ['client_credentials'],
        scope: 'reports:read',
      },
    ],
    store,
    plugins: [clientCredentials()],
  });
  return { pool, store, server };
}
// #endregion
