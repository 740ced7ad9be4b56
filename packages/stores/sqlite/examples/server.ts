// #region server
import Database from 'libsql';
import { createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { migrate, sqliteStore } from '@oauth/store-sqlite';

export function openServer(path: string) {
  const database = new Database(path);
  migrate(database);
  const store = sqliteStore(database);
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
  return { database, store, server };
}
// #endregion
