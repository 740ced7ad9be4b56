import pg from 'pg';
import { createClient } from 'redis';
import { noteSkipped } from '@oauth/tooling/skipped';

/** Where there is said to be a service, one that does not answer fails the tests. */
function isDemanded(name: string, variable: string): boolean {
  const { env } = process;
  if (env[variable] !== undefined || env['CI'] !== undefined) return true;
  return (env['TEST_SERVICES'] ?? '').split(' ').includes(name);
}

/** The first of the URLs at which a service answers; `undefined` if there is none and need not be. */
async function find(
  name: string,
  variable: string,
  usual: readonly string[],
  ask: (url: string) => Promise<unknown>,
): Promise<string | undefined> {
  const given = process.env[variable];
  let failure: unknown;
  for (const url of given === undefined ? usual : [given])
    try {
      await ask(url);
      return url;
    } catch (error) {
      failure = error;
    }
  if (isDemanded(name, variable)) throw failure;
  noteSkipped(`app-server on ${name}: none at ${variable} or 127.0.0.1`);
  return undefined;
}

/** A database that tests may use. */
export const postgresUrl = await find(
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

/** A Redis that tests may use. */
export const redisUrl = await find(
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
