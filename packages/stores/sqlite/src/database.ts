/** What a column holds. */
export type SqliteValue = string | number | null;

/** A prepared statement, as every SQLite driver has it. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number | bigint };
  /** The first row by column names; `undefined` or `null` when there is none. */
  get(...values: SqliteValue[]): unknown;
  all(...values: SqliteValue[]): readonly unknown[];
}

/**
 * An open database: `DatabaseSync` of node:sqlite, or what better-sqlite3, libsql and bun:sqlite
 * call `Database`.
 */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
  exec(sql: string): unknown;
}

/**
 * Runs `work` while no other connection writes. Rolls back when `work` throws or returns `undefined`.
 */
export type RunTransaction = <T>(work: () => T | undefined) => T | undefined;

/** Prepares transactions that take the write lock first, so that none fails halfway for want of it. */
export function transactionRunner(database: SqliteDatabase): RunTransaction {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  return (work) => {
    begin.run();
    try {
      const result = work();
      (result === undefined ? rollback : commit).run();
      return result;
    } catch (error) {
      try {
        rollback.run();
      } catch {
        // SQLite has rolled back by itself, as it does when the disk is full.
      }
      throw error;
    }
  };
}
