import type { SqliteDatabase, SqliteValue } from './database.js';

/** Rows that one statement deletes: as many as take `batchTimeMs`, within these bounds. */
const batchSize = { first: 50, max: 500 } as const;
/** Milliseconds that a statement should take, for which all other work of the process waits. */
const batchTimeMs = 5;

/**
 * Deletes rows in short batches until one finds fewer than it may delete. After each it leaves as much
 * time to requests, of this process and others, as the batch took.
 *
 * @param condition what follows WHERE, with a placeholder for each value
 * @returns how many rows were deleted
 */
export async function deleteInBatches(
  database: SqliteDatabase,
  table: string,
  { condition, values }: { readonly condition: string; readonly values: readonly SqliteValue[] },
  limit = Infinity,
): Promise<number> {
  const deleteBatch = database.prepare(
    `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT ?)`,
  );
  let size: number = batchSize.first;
  for (let total = 0; ;) {
    const max = Math.floor(Math.min(size, limit - total));
    if (!(max > 0)) return total;
    const start = performance.now();
    const deleted = Number(deleteBatch.run(...values, max).changes);
    const time = performance.now() - start;
    total += deleted;
    if (deleted < max) return total;
    if (time > batchTimeMs) size = Math.ceil(size / 2);
    else if (time < batchTimeMs / 2) size = Math.min(size * 2, batchSize.max);
    await new Promise((resolve) => setTimeout(resolve, time));
  }
}
