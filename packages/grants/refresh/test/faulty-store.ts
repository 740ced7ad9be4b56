import type { Store } from '@oauth/core';

/** Which call of a store fails: the first is 1. Whether it does what it should before it fails. */
export interface Fault {
  readonly call: number;
  readonly done: boolean;
}

/** A store that fails once, when armed, and counts its calls since. */
export function faultyStore(store: Store): {
  readonly store: Store;
  readonly arm: (fault: Fault | undefined) => void;
  readonly calls: () => number;
} {
  let fault: Fault | undefined;
  let calls = 0;
  const through = async <T>(run: () => T): Promise<Awaited<T>> => {
    calls += 1;
    if (fault?.call !== calls) return await run();
    if (fault.done) await run();
    throw new Error('connection reset by postgres://user:pw@db');
  };
  return {
    store: {
      get: (id) => through(() => store.get(id)),
      commit: (changes) => through(() => store.commit(changes)),
      revoke: (target) => through(() => store.revoke(target)),
      purge: (now, limit) => store.purge(now, limit),
    },
    arm(next) {
      fault = next;
      calls = 0;
    },
    calls: () => calls,
  };
}
