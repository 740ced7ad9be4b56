import pg from 'pg';
import { createClient } from 'redis';
import { findService } from '@oauth/app-kit/services';

/** The URL of a PostgreSQL database for tests. */
export const postgresUrl = await findService({
  name: 'postgres',
  variable: 'DATABASE_URL',
  usualUrls: [
    'root@127.0.0.1:5432/test',
    'postgres@127.0.0.1:5432/test',
    'postgres@127.0.0.1:5432/postgres',
  ].map((rest) => `postgres://${rest}`),
  async connect(connectionString) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
    await client.connect();
    await client.end();
  },
  skipped: 'app-server on PostgreSQL: none at DATABASE_URL or 127.0.0.1',
});

/** The URL of a Redis for tests. */
export const redisUrl = await findService({
  name: 'redis',
  variable: 'REDIS_URL',
  usualUrls: ['redis://127.0.0.1:6379'],
  async connect(url) {
    const socket = { connectTimeout: 5000, reconnectStrategy: false } as const;
    const client = createClient({ url, socket });
    client.on('error', () => undefined);
    await client.connect();
    await client.close();
  },
  skipped: 'app-server on Redis: none at REDIS_URL or 127.0.0.1',
});
