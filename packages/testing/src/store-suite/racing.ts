import type { CommitResult, Store, StoredRecord } from '@oauth/core/plugin';
import type { Round } from './report.js';

/** Starts a call for each record before any is awaited, in turn on each connection. */
export async function race(
  stores: readonly Store[],
  records: readonly StoredRecord[],
  call: (store: Store, record: StoredRecord, index: number) => ReturnType<Store['commit']>,
): Promise<readonly CommitResult[]> {
  const calls = records.map(async (record, index) => {
    const store = stores[index % stores.length];
    if (store === undefined) throw new Error('There is no store to race on.');
    return call(store, record, index);
  });
  return Promise.all(calls);
}

/** A race for one winner, as the report counts it. */
export function outcome(results: readonly CommitResult[], stores: readonly Store[]): Round {
  return results.map(({ committed }, index) => ({ by: index % stores.length, won: committed }));
}

/** Those of the records that are there. */
export async function stored(
  store: Store,
  records: readonly StoredRecord[],
): Promise<readonly StoredRecord[]> {
  const found = await Promise.all(records.map(async ({ id }) => store.get(id)));
  return found.filter((record) => record !== undefined);
}
