import type { Pool, PoolConfig } from 'pg';
import { ConfigurationError } from '@oauth/core';
import { migrate, postgresStore } from '@oauth/store-postgres';
import { StoreError, wordsOf, type OpenedStore, type StoreWatch } from './opened.js';

/** A database that hangs fails a request after these milliseconds instead of keeping it. */
const limits = { connectionTimeoutMillis: 2000, query_timeout: 5000 };

/**
 * Connects, and sees that the schema fits.
 *
 * @throws StoreError
 */
export async function openPostgres(url: string, { onLost }: StoreWatch): Promise<OpenedStore> {
  const pool = await connect({ connectionString: url, keepAlive: true, ...limits });
  pool.on('error', onLost);
  try {
    return { store: await postgresStore(pool), close: () => pool.end() };
  } catch (thrown) {
    await pool.end();
    throw explain(thrown, url);
  }
}

/**
 * Makes the schema fit, however long that takes.
 *
 * @throws StoreError
 */
export async function migratePostgres(url: string): Promise<void> {
  const pool = await connect({
    connectionString: url,
    connectionTimeoutMillis: limits.connectionTimeoutMillis,
  });
  try {
    await migrate(pool);
  } catch (thrown) {
    throw explain(thrown, url);
  } finally {
    await pool.end();
  }
}

async function connect(config: PoolConfig): Promise<Pool> {
  const { default: pg } = await import('pg');
  return new pg.Pool(config);
}

function explain(thrown: unknown, url: string): StoreError {
  const { host, pathname } = new URL(url);
  const where = `PostgreSQL at ${host}${pathname}`;
  if (!(thrown instanceof ConfigurationError))
    return new StoreError(`Cannot use ${where}: ${wordsOf(thrown)}`, { cause: thrown });
  const faults = thrown.faults.map(({ path, message }) => `  ${path} ${message}`);
  return new StoreError(
    [
      `${where} lacks what the server needs. To add it, run the command migrate; to run the statements yourself, see the command schema.`,
      ...faults,
    ].join('\n'),
    { cause: thrown },
  );
}
