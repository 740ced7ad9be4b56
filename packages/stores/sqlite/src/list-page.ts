import {
  isJsonObject,
  type ListRequest,
  type ListTarget,
  type RecordPage,
} from '@oauth/core/plugin';
import {
  assertListRequest,
  fromRow,
  getWindow,
  listCondition,
  recordColumns,
  selectPage,
} from '@oauth/store-kit';
import type { SqliteDatabase } from './database.js';

/**
 * Reads a page of a list, in the order of rowids: a row keeps its rowid through all updates.
 *
 * @throws RangeError when the request is malformed
 */
export function listPage(
  database: SqliteDatabase,
  table: string,
  target: ListTarget,
  request: ListRequest,
): RecordPage {
  assertListRequest(request, (position) => /^\d{1,15}$/.test(position));
  const { condition, values } = listCondition(target, (column) => `${column} = ?`);
  const select = database.prepare(
    `SELECT rowid AS position, ${recordColumns.join(', ')} FROM ${table}
      WHERE ${condition} AND rowid > ? ORDER BY rowid LIMIT ?`,
  );
  const rows = select.all(...values, Number(request.after ?? 0), getWindow(target, request) + 1);
  const read = rows.map((row) => ({ position: readPosition(row), record: fromRow(row) }));
  return selectPage(read, target, request);
}

/** Some drivers can be set to return integers as BigInt. */
function readPosition(row: unknown): string {
  return String(isJsonObject(row) ? Number(row['position']) : NaN);
}
