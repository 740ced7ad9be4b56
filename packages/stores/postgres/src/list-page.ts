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
import type { PostgresQueryable } from './pool.js';
import { equalsOwner } from './schema.js';
import type { RunStatement } from './statements.js';

/**
 * Reads a page of a list, in the order of `position`, which a row keeps through all updates.
 *
 * @throws RangeError when the request is malformed
 */
export async function listPage(
  database: PostgresQueryable,
  table: string,
  runStatement: RunStatement,
  { target, request }: { readonly target: ListTarget; readonly request: ListRequest },
): Promise<RecordPage> {
  assertListRequest(request, (after) => /^\d{1,18}$/.test(after));
  const { condition, values } = listCondition(target, (column) => equalsOwner(column, '$1'));
  const text = `SELECT position::text AS position_text, ${recordColumns.join(', ')} FROM ${table}
    WHERE ${condition} AND position > $2 ORDER BY position LIMIT $3`;
  const after = request.after ?? '0';
  const rows = await runStatement(database, {
    text,
    values: [...values, after, getWindow(target, request) + 1],
    isPrepared: false,
  });
  const read = rows.map((row) => ({ position: readPosition(row), record: fromRow(row) }));
  return selectPage(read, target, request);
}

function readPosition(row: unknown): string {
  const text = isJsonObject(row) ? row['position_text'] : undefined;
  return typeof text === 'string' ? text : '';
}
