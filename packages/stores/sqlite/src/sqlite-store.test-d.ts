import type Database from 'libsql';
import { expectTypeOf } from 'vitest';
import type { Store } from '@oauth/core';
import { migrate, schema, sqliteStore, type SqliteDatabase } from './index.js';

// libsql's types are those of better-sqlite3.
expectTypeOf<Database.Database>().toExtend<SqliteDatabase>();
expectTypeOf(sqliteStore).parameter(0).toEqualTypeOf<SqliteDatabase>();
expectTypeOf(sqliteStore).returns.toEqualTypeOf<Required<Store>>();
expectTypeOf(schema()).toEqualTypeOf<readonly string[]>();
expectTypeOf(migrate).returns.toBeVoid();

/** `DatabaseSync` of node:sqlite, which the types of Node 20 do not have. */
interface NodeDatabase {
  prepare(sql: string): {
    run(...values: (null | number | bigint | string | Uint8Array)[]): {
      changes: number | bigint;
      lastInsertRowid: number | bigint;
    };
    get(...values: (null | number | bigint | string | Uint8Array)[]): object | undefined;
    all(...values: (null | number | bigint | string | Uint8Array)[]): object[];
  };
  exec(sql: string): void;
}
expectTypeOf<NodeDatabase>().toExtend<SqliteDatabase>();

declare const database: SqliteDatabase;
// @ts-expect-error there is no such option
sqliteStore(database, { table: 'records' });
// @ts-expect-error there is no such mode
sqliteStore(database, { synchronous: 'off' });
// @ts-expect-error a path is no database
sqliteStore('oauth.db');
