import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'libsql';
import { migrate, sqliteStore } from '@oauth/store-sqlite';
import { DriverError, StoreError, wordsOf, type OpenedStore } from './opened.js';

/**
 * Opens the file, or makes it, readable for this user only, and makes its schema fit: nobody else
 * runs migrations on it.
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
  } catch (thrown) {
    throw new StoreError(`Cannot use the SQLite file ${path}: ${wordsOf(thrown)}`, {
      cause: thrown,
    });
  }
}

async function loadDriver(): Promise<typeof Database> {
  try {
    return (await import('libsql')).default;
  } catch (thrown) {
    const platform = `${process.platform} ${process.arch}`;
    throw new DriverError(
      `SQLite does not run here: the package libsql has nothing for this platform (${platform}). Set store to postgres://… or redis://…, or to memory: to keep nothing.`,
      { cause: thrown },
    );
  }
}
