import pg from 'pg';
import { createClient } from 'redis';
import { noteSkipped } from '@oauth/tooling/skipped';

/** Whether the tests must fail instead of being skipped when the service does not answer. */
function isRequired(name: string, variable: string): boolean {
  const { env } = process;
  if (env[variable] !== undefined || env['CI'] !== undefined) return true;
  return (env['TEST_SERVICES'] ?? '').split(' ').includes(name);
}

/** Finds the first URL at which the service answers; `undefined` if the tests are to be skipped. */
async function findService(
  name: string,
  variable: string,
  usualUrls: readonly string[],
  connect: (url: string) => Promise<unknown>,
): Promise<string | undefined> {
  const given = process.env[variable];
  let failure: unknown;
  for (const url of given === undefined ? usualUrls : [given])
    try {
      await connect(url);
      return url;
    } catch (error) {
      failure = error;
    }
  if (isRequired(name, variable)) throw failure;
  noteSkipped(`app-server on ${name}: none at ${variable} or 127.0.0.1`);
  return undefined;
}

/** The URL of a PostgreSQL database for tests. */
export const postgresUrl = await findService(
  'postgres',
  'DATABASE_URL',
  [
    'root@127.0.0.1:5432/test',
    'postgres@127.0.0.1:5432/test',
    'postgres@127.0.0.1:5432/postgres',
  ].map((rest) => `postgres://${rest}`),
  async (connectionString) => {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
    await client.connect();
    await client.end();
  },
);

/** The URL of a Redis for tests. */
export const redisUrl = await findService(
  'redis',
  'REDIS_URL',
  ['redis://127.0.0.1:6379'],
  async (url) => {
    const client = createClient({
      url,
      socket: { connectTimeout: 5000, reconnectStrategy: false },
    });
    client.on('error', () => undefined);
    await client.connect();
    await client.close();
  },
);
