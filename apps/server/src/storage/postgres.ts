import type { Pool, PoolConfig } from 'pg';
import { ConfigurationError } from '@oauth/core';
import { migrate, postgresStore } from '@oauth/store-postgres';
import { formatCause, StoreError, type OpenedStore, type StoreOptions } from './opened-store.js';

/** Milliseconds after which a request fails instead of waiting for a database that hangs. */
const timeouts = { connectionTimeoutMillis: 2000, query_timeout: 5000 };

/**
 * Connects and checks the schema.
 *
 * @throws StoreError
 */
export async function openPostgres(url: string, { onLost }: StoreOptions): Promise<OpenedStore> {
  const pool = await createPool({ connectionString: url, keepAlive: true, ...timeouts });
  pool.on('error', onLost);
  try {
    return { store: await postgresStore(pool), close: () => pool.end() };
  } catch (thrown) {
    await pool.end();
    throw toStoreError(thrown, url);
  }
}

/**
 * Adds what the schema lacks. It may take longer than a query of the server: an index on a large
 * table does.
 *
 * @throws StoreError
 */
export async function migratePostgres(url: string): Promise<void> {
  const pool = await createPool({
    connectionString: url,
    connectionTimeoutMillis: timeouts.connectionTimeoutMillis,
  });
  try {
    await migrate(pool);
  } catch (thrown) {
    throw toStoreError(thrown, url);
  } finally {
    await pool.end();
  }
}

async function createPool(config: PoolConfig): Promise<Pool> {
  const { default: pg } = await import('pg');
  return new pg.Pool(config);
}

function toStoreError(cause: unknown, url: string): StoreError {
  const { host, pathname } = new URL(url);
  const place = `PostgreSQL at ${host}${pathname}`;
  if (!(cause instanceof ConfigurationError))
    return new StoreError(`Cannot use ${place}: ${formatCause(cause)}`, { cause });
  const faults = cause.faults.map(({ path, message }) => `  ${path} ${message}`);
  return new StoreError(
    [
      `${place} lacks what the server needs. Run the command migrate to add it; the command schema prints the statements, to run them yourself.`,
      ...faults,
    ].join('\n'),
    { cause },
  );
}
