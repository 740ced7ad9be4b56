import type { CommitResult, Store, StoredRecord } from '@oauth/core/plugin';
import type { RaceRound } from './report.js';

/** Starts a call for each record before it awaits any, on each connection in turn. */
export async function runRace(
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

/** The records whose call committed. */
export function findWinners(
  records: readonly StoredRecord[],
  results: readonly CommitResult[],
): readonly StoredRecord[] {
  return records.filter((_, index) => results[index]?.committed === true);
}

/** A race for one winner, as the report counts it. */
export function raceRound(results: readonly CommitResult[], stores: readonly Store[]): RaceRound {
  return results.map(({ committed }, index) => ({ by: index % stores.length, won: committed }));
}

/** Reads records by id; returns those that the store has, as it has them. */
export async function findStored(
  store: Store,
  records: readonly StoredRecord[],
): Promise<readonly StoredRecord[]> {
  const found = await Promise.all(records.map(async ({ id }) => store.get(id)));
  return found.filter((record) => record !== undefined);
}
