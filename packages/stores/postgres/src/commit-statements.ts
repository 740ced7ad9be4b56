import { recordColumns } from '@oauth/core/rows';

/** What kind of commit it is: what can lose, and how many rows it adds and removes. */
export interface CommitShape {
  readonly guard: 'update' | 'extend' | undefined;
  readonly inserts: number;
  readonly removes: number;
}

const names = recordColumns.join(', ');
const types = ['text', 'int', 'text', 'text', 'text', 'text', 'float8', 'text'] as const;

/** Values that the guard takes, as the first of the statement. */
const guardValues = { update: types.length, extend: 2 } as const;

/**
 * One statement for a commit, so that it is one round trip and one transaction. At READ COMMITTED
 * that is enough: of parallel updates of one row each waits for the one before, looks at the row
 * again and finds another version, or no row. It returns a row when the commit took effect.
 *
 * Its values are those of the guard (the new row, or the expiry and the id), of the new rows, and
 * the ids to remove.
 */
export function commitStatement(table: string, { guard, inserts, removes }: CommitShape): string {
  const condition = guard === undefined ? 'true' : 'EXISTS (SELECT FROM guard)';
  let used = guard === undefined ? 0 : guardValues[guard];
  const next = (type: string): string => `$${(used += 1)}::${type}`;
  const row = (): string => `(${types.map(next).join(', ')})`;
  const times = (count: number, make: () => string): string =>
    Array.from({ length: count }, make).join(', ');

  const parts: string[] = [];
  if (guard === 'update') parts.push(`guard AS (${update(table)} RETURNING 1)`);
  if (guard === 'extend') parts.push(`guard AS (${extend(table)} RETURNING 1)`);
  // VALUES and not arrays to unnest: a plan for rows of unknown number may be one that scans.
  if (inserts > 0)
    parts.push(`inserted AS (INSERT INTO ${table} (${names})
      SELECT * FROM (VALUES ${times(inserts, row)}) AS added WHERE ${condition})`);
  if (removes > 0)
    parts.push(`removed AS (DELETE FROM ${table}
      WHERE id IN (${times(removes, () => next('text'))}) AND ${condition})`);
  return `WITH ${parts.join(',\n    ')}
    SELECT 1${guard === undefined ? '' : ' FROM guard'}`;
}

function update(table: string): string {
  return `UPDATE ${table} SET version = $2, kind = $3, client_id = $5, subject = $6,
      expires_at = $7, data = $8 WHERE id = $1 AND version = $2 - 1 AND grant_id = $4`;
}

function extend(table: string): string {
  return `UPDATE ${table} SET expires_at = greatest(expires_at, $1) WHERE id = $2`;
}
