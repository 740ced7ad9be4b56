import { isJsonObject, type RevocationTarget } from '@oauth/core/plugin';
import { revocationCondition, type OwnerColumn } from '@oauth/store-kit';
import { retryConflicts, type PostgresPool } from './pool.js';
import { equalsOwner, routeOf } from './schema.js';
import type { RunStatement } from './statements.js';

/** What a batch found, and how much of it no parallel call had deleted first. */
interface Batch {
  readonly found: number;
  readonly deleted: number;
}

/** Rows that one statement deletes: few enough that no request waits for it noticeably. */
const maxBatchSize = 500;

/**
 * Deletes the rows that a revocation of the target covers; returns how many. By id and not by ctid: a
 * row that is updated meanwhile keeps its id, and must be deleted.
 */
export async function revokeInBatches(
  pool: PostgresPool,
  table: string,
  runStatement: RunStatement,
  target: RevocationTarget,
): Promise<number> {
  const { condition, values } = revocationCondition(target, equalsPlaceholder);
  // The grant's id begins with the route, which leads to one partition.
  const inRoute = 'grantId' in target ? `AND ${routeOf('id')} = ${routeOf('$2')}` : '';
  const text = `WITH batch AS MATERIALIZED (SELECT id FROM ${table}
      WHERE ${condition} ${inRoute} LIMIT $1),
    deleted AS (DELETE FROM ${table}
      WHERE id = ANY(ARRAY(SELECT id FROM batch)) ${inRoute} RETURNING 1)
    SELECT (SELECT count(*) FROM batch)::int AS found,
      (SELECT count(*) FROM deleted)::int AS deleted`;
  return repeatBatches(Infinity, async (size) => {
    const statement = { text, values: [size, ...values], isPrepared: false };
    const [row] = await runStatement(pool, statement);
    const { found, deleted } = isJsonObject(row) ? row : {};
    return { found: Number(found), deleted: Number(deleted) };
  });
}

/** Deletes at most `limit` expired rows; returns how many. Leaves rows that a commit holds. */
export async function purgeInBatches(
  pool: PostgresPool,
  table: string,
  runStatement: RunStatement,
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<number> {
  const text = `DELETE FROM ${table} WHERE id = ANY(ARRAY(
      SELECT id FROM ${table} WHERE expires_at <= $1
      ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING 1`;
  return repeatBatches(limit, async (size) => {
    const { length } = await runStatement(pool, { text, values: [now, size], isPrepared: false });
    return { found: length, deleted: length };
  });
}

async function repeatBatches(
  limit: number,
  runBatch: (size: number) => Promise<Batch>,
): Promise<number> {
  for (let total = 0; ;) {
    const size = Math.floor(Math.min(maxBatchSize, limit - total));
    if (!(size > 0)) return total;
    const { found, deleted } = await retryConflicts(async () => runBatch(size));
    total += deleted;
    if (found === 0) return total;
  }
}

/** The batch's size is `$1`, so the first owner is `$2`. */
function equalsPlaceholder(column: OwnerColumn, index: number): string {
  return equalsOwner(column, `$${index + 2}`);
}
