import pg from 'pg';
import { noteSkipped } from '@oauth/tooling/skipped';

const configuredUrl = process.env['DATABASE_URL'];
const candidates =
  configuredUrl === undefined
    ? [
        'root@127.0.0.1:5432/test',
        'postgres@127.0.0.1:5432/test',
        'postgres@127.0.0.1:5432/postgres',
      ]
    : [configuredUrl];

/** Whether the tests fail without a database instead of being skipped. */
const isRequired =
  configuredUrl !== undefined ||
  process.env['CI'] !== undefined ||
  (process.env['TEST_SERVICES'] ?? '').split(' ').includes('postgres');

/** URL of the database that tests may use; `undefined` when there is none, and they are skipped. */
export const databaseUrl = await findDatabase();

async function findDatabase(): Promise<string | undefined> {
  let failure: unknown;
  for (const candidate of candidates) {
    const url = candidate.includes('://') ? candidate : `postgres://${candidate}`;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    try {
      await client.connect();
      await client.end();
      return url;
    } catch (error) {
      failure = error;
    }
  }
  if (isRequired) throw failure;
  noteSkipped('store-postgres: no PostgreSQL at DATABASE_URL or 127.0.0.1:5432');
  return undefined;
}
