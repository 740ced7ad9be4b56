import type { FailingStore } from '../../failing-store.js';
import { wrapStore, type StoreCall } from '../../wrap-store.js';
import type { Death } from './protocol.js';
import type { StoreProcess } from './store-process.js';

/** Processes that are started at once: as many as the longest of the cases uses up. */
const batchSize = 5;

/** A death that never comes: calls are counted from 1. */
const never: Death = { call: 0, afterWork: false };

/** A store in another process that ends at a call. The next call finds a new process. */
export async function mortalStore(
  start: (count: number) => Promise<readonly StoreProcess[]>,
): Promise<FailingStore> {
  const spare = [...(await start(batchSize))];
  let current = spare.pop();
  let calls = 0;
  let fatalCall = Infinity;
  const getCurrent = async (): Promise<StoreProcess> => {
    if (current === undefined && spare.length === 0) spare.push(...(await start(batchSize)));
    current ??= spare.pop();
    if (current === undefined) throw new Error('There is no process.');
    return current;
  };
  const callCurrent = async <T>(call: StoreCall<T>): Promise<T> => {
    const { store } = await getCurrent();
    calls += 1;
    if (calls === fatalCall) current = undefined;
    return await call(store);
  };
  return {
    store: wrapStore(callCurrent, true),
    failAt(failure) {
      calls = 0;
      fatalCall = failure?.call ?? Infinity;
      current?.dieAt(failure ?? never);
    },
    countCalls: () => calls,
  };
}
