import { recordColumns, type Guard } from '@oauth/store-kit';

/** What a commit's statement depends on: its guard, and how many rows it adds and removes. */
export interface CommitShape {
  readonly guard: Guard['type'] | undefined;
  readonly inserts: number;
  readonly removes: number;
}

const names = recordColumns.join(', ');
const types = ['text', 'int', 'text', 'text', 'text', 'text', 'float8', 'text'] as const;

/** How many values the guard takes. */
const guardValueCount = { update: types.length, extend: 2 } as const;

/**
 * One statement for a commit, so that it is one round trip and one transaction. READ COMMITTED is
 * enough for it: of parallel updates of one row each waits for the one before, reads the row again
 * and finds another version, or no row. The statement returns a row when the commit took effect.
 *
 * Its values are those of the guard (the new row, or the expiry and the id), then the new rows, then
 * the ids to remove.
 */
export function commitStatement(table: string, { guard, inserts, removes }: CommitShape): string {
  const condition = guard === undefined ? 'true' : 'EXISTS (SELECT FROM guard)';
  let placeholders = guard === undefined ? 0 : guardValueCount[guard];
  const placeholder = (type: string): string => `$${(placeholders += 1)}::${type}`;
  const row = (): string => `(${types.map(placeholder).join(', ')})`;
  const repeat = (count: number, part: () => string): string =>
    Array.from({ length: count }, part).join(', ');

  const parts: string[] = [];
  if (guard === 'update') parts.push(`guard AS (${updateStatement(table)} RETURNING 1)`);
  if (guard === 'extend') parts.push(`guard AS (${extendStatement(table)} RETURNING 1)`);
  // VALUES and not arrays to unnest: for an unknown number of rows the plan may be a scan.
  if (inserts > 0)
    parts.push(`inserted AS (INSERT INTO ${table} (${names})
      SELECT * FROM (VALUES ${repeat(inserts, row)}) AS added WHERE ${condition})`);
  if (removes > 0)
    parts.push(`removed AS (DELETE FROM ${table}
      WHERE id IN (${repeat(removes, () => placeholder('text'))}) AND ${condition})`);
  return `WITH ${parts.join(',\n    ')}
    SELECT 1${guard === undefined ? '' : ' FROM guard'}`;
}

function updateStatement(table: string): string {
  return `UPDATE ${table} SET version = $2, kind = $3, client_id = $5, subject = $6,
      expires_at = $7, data = $8 WHERE id = $1 AND version = $2 - 1 AND grant_id = $4`;
}

function extendStatement(table: string): string {
  return `UPDATE ${table} SET expires_at = greatest(expires_at, $1) WHERE id = $2`;
}
