import { recordColumns, toColumn, toRow, type Guard } from '@oauth/store-kit';
import type { PostgresValue } from './pool.js';
import { routeOf } from './schema.js';

/** What a commit's statement depends on: its guard, and how many rows it adds and removes. */
export interface CommitShape {
  readonly guard: Guard['type'] | undefined;
  readonly inserts: number;
  readonly removes: number;
}

const names = recordColumns.join(', ');
const types = ['text', 'int', 'text', 'text', 'text', 'text', 'float8', 'text'] as const;

/**
 * One statement for a commit, so that it is one round trip and one transaction. READ COMMITTED is
 * enough for it: of parallel updates of one row each waits for the one before, reads the row again
 * and finds another version, or no row. The statement returns a row when the commit took effect.
 *
 * Its values are those of the guard, then the new rows, then the ids to remove.
 */
export function commitStatement(table: string, shape: CommitShape): string {
  const { guard, inserts, removes } = shape;
  const condition = guard === undefined ? 'true' : 'EXISTS (SELECT FROM guard)';
  let placeholders = guard === undefined ? 0 : guards[guard].valueCount;
  const placeholder = (type: string): string => `$${(placeholders += 1)}::${type}`;
  const row = (): string => `(${types.map(placeholder).join(', ')})`;
  if (isSingleInsert(shape))
    return `INSERT INTO ${table} (${names}) VALUES ${row()} ON CONFLICT DO NOTHING RETURNING 1`;

  const repeat = (count: number, part: () => string): string =>
    Array.from({ length: count }, part).join(', ');
  const parts: string[] = [];
  if (guard !== undefined) parts.push(`guard AS (${guards[guard].write(table)} RETURNING 1)`);
  // VALUES and not arrays to unnest: for an unknown number of rows the plan may be a scan.
  if (inserts > 0)
    parts.push(`inserted AS (INSERT INTO ${table} (${names})
      SELECT * FROM (VALUES ${repeat(inserts, row)}) AS added WHERE ${condition})`);
  if (removes > 0) {
    // All ids of a commit have one route.
    const route = `${routeOf('id')} = ${routeOf(`$${placeholders + 1}::text`)}`;
    parts.push(`removed AS (DELETE FROM ${table}
      WHERE id IN (${repeat(removes, () => placeholder('text'))}) AND ${route} AND ${condition})`);
  }
  return `WITH ${parts.join(',\n    ')}
    SELECT 1${guard === undefined ? '' : ' FROM guard'}`;
}

/** A commit that can lose by a taken id only: replays of a `jti` are such, and write no error log. */
function isSingleInsert({ guard, inserts, removes }: CommitShape): boolean {
  return guard === undefined && inserts === 1 && removes === 0;
}

/** The values of a guard, for the first placeholders of its statement. */
export function getGuardValues(guard: Guard): PostgresValue[] {
  if (guard.type === 'extend') return [toColumn(guard.id), guard.expiresAt];
  const [id, version, kind, , clientId, subject, expiresAt, data] = toRow(guard.record);
  return [id, version, kind, clientId, subject, expiresAt, data];
}

/**
 * That a row has this id. The route leads to its partition, if the table has any. No condition is on
 * another indexed column: statistics could make the planner prefer that index and read a whole grant.
 */
export function equalsId(placeholder: string): string {
  return `id = ${placeholder} AND ${routeOf('id')} = ${routeOf(placeholder)}`;
}

const guards = {
  update: {
    valueCount: 7,
    write: (table: string): string => `UPDATE ${table} SET version = $2, kind = $3,
      client_id = $4, subject = $5, expires_at = $6, data = $7
      WHERE ${equalsId('$1')} AND version = $2 - 1`,
  },
  extend: {
    valueCount: 2,
    write: (table: string): string =>
      `UPDATE ${table} SET expires_at = greatest(expires_at, $2) WHERE ${equalsId('$1')}`,
  },
} as const;
