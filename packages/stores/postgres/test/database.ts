import pg from 'pg';
import { noteSkipped } from '@oauth/tooling/skipped';

const given = process.env['DATABASE_URL'];
const candidates =
  given === undefined
    ? [
        'root@127.0.0.1:5432/test',
        'postgres@127.0.0.1:5432/test',
        'postgres@127.0.0.1:5432/postgres',
      ]
    : [given];

/** Where there is said to be a database, one that does not answer fails the tests. */
const demanded =
  given !== undefined ||
  process.env['CI'] !== undefined ||
  (process.env['TEST_SERVICES'] ?? '').split(' ').includes('postgres');

/** The database that tests may use; `undefined` when there is none, and the tests are skipped. */
export const databaseUrl = await find();

async function find(): Promise<string | undefined> {
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
  if (demanded) throw failure;
  noteSkipped('store-postgres: no PostgreSQL at DATABASE_URL or 127.0.0.1:5432');
  return undefined;
}
