import Database from 'libsql';
import { sqliteStore } from '@oauth/store-sqlite';

/** Opens the store in a process of the store suite. */
export function open(path) {
  const database = new Database(path);
  return { ...sqliteStore(database, { synchronous: 'normal' }), close: () => database.close() };
}
