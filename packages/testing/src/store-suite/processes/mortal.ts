import type { Store } from '@oauth/core/plugin';
import type { FailingStore } from '../../failing-store.js';
import type { Death } from './protocol.js';
import type { StoreProcess } from './store-process.js';

/** Processes that are started at once: as many as the longest of the cases uses up. */
const batch = 5;

/** A death that never comes: calls are counted from 1. */
const never: Death = { call: 0, done: false };

/** A store in another process, which dies at a call; the next call finds a new process. */
export async function mortal(
  start: (count: number) => Promise<readonly StoreProcess[]>,
): Promise<FailingStore> {
  const spare = [...(await start(batch))];
  let current = spare.pop();
  let calls = 0;
  let fatal = Infinity;
  const through = async <T>(call: (store: Store) => T): Promise<Awaited<T>> => {
    if (current === undefined) {
      if (spare.length === 0) spare.push(...(await start(batch)));
      current = spare.pop();
    }
    if (current === undefined) throw new Error('There is no process.');
    calls += 1;
    const { store } = current;
    if (calls === fatal) current = undefined;
    return await call(store);
  };
  return {
    store: {
      get: (id) => through((store) => store.get(id)),
      commit: (changes) => through((store) => store.commit(changes)),
      revoke: (target) => through((store) => store.revoke(target)),
      purge: (now, limit) => through((store) => store.purge(now, limit)),
    },
    arm(death) {
      calls = 0;
      fatal = death?.call ?? Infinity;
      current?.dieAt(death ?? never);
    },
    calls: () => calls,
  };
}
