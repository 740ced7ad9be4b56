import type { Store } from '@oauth/core/plugin';

/** One failure of a store. */
export interface StoreFailure {
  /** Which call fails: the next one is 1. */
  readonly call: number;
  /** Whether the store does its work first, so that only the answer is lost. */
  readonly done: boolean;
}

/** A store whose calls can be made to fail, one at a time. */
export interface FailingStore {
  /** Give it to the server. */
  readonly store: Store;
  /** Begins to count anew, and has one call fail; none with `undefined`. */
  readonly arm: (failure: StoreFailure | undefined) => void;
  /** Calls since then. */
  readonly calls: () => number;
}

/**
 * Has calls throw before they reach the store, or after the store has done its work. What they throw
 * says what no client may learn.
 */
export function failingStore(store: Store): FailingStore {
  let armed: StoreFailure | undefined;
  let calls = 0;
  const through = async <T>(call: () => T): Promise<Awaited<T>> => {
    calls += 1;
    if (armed?.call !== calls) return await call();
    if (armed.done) await call();
    throw new Error('connection reset by postgres://user:pw@db');
  };
  return {
    store: {
      get: (id) => through(() => store.get(id)),
      commit: (changes) => through(() => store.commit(changes)),
      revoke: (target) => through(() => store.revoke(target)),
      purge: (now, limit) => through(() => store.purge(now, limit)),
    },
    arm(failure) {
      armed = failure;
      calls = 0;
    },
    calls: () => calls,
  };
}
