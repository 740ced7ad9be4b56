import {
  isJsonObject,
  type ListRequest,
  type ListTarget,
  type RecordPage,
} from '@oauth/core/plugin';
import {
  assertListRequest,
  fromRow,
  getListColumn,
  getWindow,
  listCondition,
  recordColumns,
  selectPage,
} from '@oauth/store-kit';
import type { PostgresQueryable } from './pool.js';
import { indexPrefix } from './schema.js';
import type { RunStatement } from './statements.js';

/**
 * Reads a page of a list, in the order of `position`, which a row keeps through all updates.
 *
 * The condition is a range that begins after the page before and ends with the owner. With an equality
 * instead the planner sorts all that an owner has, unless statistics say how much that is. Owners whose
 * first 250 characters are equal share a range: the page leaves out what is not the target's.
 *
 * @throws RangeError when the request is malformed
 */
export async function listPage(
  database: PostgresQueryable,
  table: string,
  runStatement: RunStatement,
  { target, request }: { readonly target: ListTarget; readonly request: ListRequest },
): Promise<RecordPage> {
  assertListRequest(request, (position) => /^\d{1,18}$/.test(position));
  const column = getListColumn(target);
  const owner = indexPrefix(column);
  const isInRange = `(${owner}, position) > (${indexPrefix('$1')}, $2)
      AND ${owner} <= ${indexPrefix('$1')} AND ${column} IS NOT NULL`;
  const { condition, values } = listCondition(target, () => isInRange);
  const text = `SELECT position::text AS position_text, ${recordColumns.join(', ')} FROM ${table}
    WHERE ${condition} ORDER BY ${owner}, position LIMIT $3`;
  const rows = await runStatement(database, {
    text,
    values: [...values, request.after ?? '0', getWindow(target, request) + 1],
    isPrepared: false,
  });
  const read = rows.map((row) => ({ position: readPosition(row), record: fromRow(row) }));
  return selectPage(read, target, request);
}

function readPosition(row: unknown): string {
  const text = isJsonObject(row) ? row['position_text'] : undefined;
  return typeof text === 'string' ? text : '';
}
