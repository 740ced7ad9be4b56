import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'libsql';
import { migrate, sqliteStore } from '@oauth/store-sqlite';
import { DriverError, formatCause, StoreError, type OpenedStore } from './opened-store.js';

/**
 * Opens or creates the file, readable for this user only, and migrates its schema: there is no
 * database administrator who could.
 *
 * @throws DriverError, StoreError
 */
export async function openSqlite(path: string): Promise<OpenedStore> {
  const Driver = await loadDriver();
  try {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(path, 'a', 0o600));
    const database = new Driver(path);
    migrate(database);
    const store = sqliteStore(database);
    return { store, close: async () => void database.close() };
  } catch (cause) {
    throw new StoreError(`Cannot use the SQLite file ${path}: ${formatCause(cause)}`, { cause });
  }
}

async function loadDriver(): Promise<typeof Database> {
  try {
    return (await import('libsql')).default;
  } catch (cause) {
    const platform = `${process.platform} ${process.arch}`;
    throw new DriverError(
      `SQLite does not run here: the package libsql has no binary for this platform (${platform}). Set store to postgres://… or redis://…, or to memory: to keep nothing.`,
      { cause },
    );
  }
}
