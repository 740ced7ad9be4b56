import { sqliteStore } from '@oauth/store-sqlite';
import Database from 'libsql';

/** Opens the store in a process of the store suite. */
export function open(path) {
  const database = new Database(path);
  return { ...sqliteStore(database, { synchronous: 'normal' }), close: () => database.close() };
}
