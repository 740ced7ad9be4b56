import type { Change, StoredRecord } from '@oauth/core/plugin';
import { fromRow, recordColumns, toColumn, toRow } from '@oauth/store-kit';
import type { SqliteDatabase } from './database.js';

/** Prepared statements for single records. */
export interface RecordStatements {
  readonly find: (id: string) => StoredRecord | undefined;
  /** Carries out the change; returns whether the record was as the change expects. */
  readonly apply: (change: Change) => boolean;
}

/** Prepares the statements for a table. */
export function recordStatements(database: SqliteDatabase, table: string): RecordStatements {
  const names = recordColumns.join(', ');
  const placeholders = recordColumns.map(() => '?').join(', ');
  const select = database.prepare(`SELECT ${names} FROM ${table} WHERE id = ?`);
  const insert = database.prepare(
    `INSERT INTO ${table} (${names}) VALUES (${placeholders}) ON CONFLICT (id) DO NOTHING`,
  );
  const extend = database.prepare(
    `UPDATE ${table} SET expires_at = max(expires_at, ?) WHERE id = ?`,
  );
  const remove = database.prepare(`DELETE FROM ${table} WHERE id = ?`);
  const update = recordUpdate(database, table);
  return {
    find(id) {
      const row = select.get(toColumn(id)) ?? undefined;
      return row === undefined ? undefined : fromRow(row);
    },
    apply(change) {
      switch (change.type) {
        case 'insert':
          return Number(insert.run(...toRow(change.record)).changes) > 0;
        case 'update':
          return update(change.record);
        case 'extend':
          return Number(extend.run(change.expiresAt, toColumn(change.id)).changes) > 0;
        case 'remove':
          remove.run(toColumn(change.id));
          return true;
      }
    },
  };
}

/**
 * SQLite writes every index of a column that is set, even to the same value. Most updates change no
 * indexed column, so they have a statement that sets none.
 */
function recordUpdate(database: SqliteDatabase, table: string): (record: StoredRecord) => boolean {
  const isPrevious = 'id = ? AND version = ?';
  const updateData = database.prepare(
    `UPDATE ${table} SET version = ?, data = ? WHERE ${isPrevious}
      AND kind = ? AND client_id = ? AND subject IS ? AND expires_at = ?`,
  );
  const updateAll = database.prepare(
    `UPDATE ${table} SET version = ?, data = ?, kind = ?, client_id = ?, subject = ?, expires_at = ?
      WHERE ${isPrevious}`,
  );
  return (record) => {
    const [id, version, kind, , clientId, subject, expiresAt, data] = toRow(record);
    const previous = [id, version - 1] as const;
    const indexed = [kind, clientId, subject, expiresAt] as const;
    return (
      Number(updateData.run(version, data, ...previous, ...indexed).changes) > 0 ||
      Number(updateAll.run(version, data, ...indexed, ...previous).changes) > 0
    );
  };
}
