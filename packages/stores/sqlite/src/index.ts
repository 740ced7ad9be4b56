export type { SqliteDatabase, SqliteStatement, SqliteValue } from './database.js';
export { migrate, schema, type TableOptions } from './schema.js';
export { sqliteStore, type SqliteStoreOptions } from './sqlite-store.js';
