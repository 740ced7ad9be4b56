import type { Store } from '@oauth/core';
import type { Death } from '../processes/protocol.js';

/** A store whose calls can be made to fail, one at a time. */
export interface Breakable {
  readonly store: Store;
  /** Has the call of this number from now on fail, its work done or not; nothing with `undefined`. */
  readonly arm: (failure: Death | undefined) => void;
  /** Calls since then. */
  readonly calls: () => number;
}

/** Has calls throw before they reach the store, or after the store has done its work. */
export function throwing(store: Store): Breakable {
  let armed: Death | undefined;
  let calls = 0;
  const through = async <T>(call: () => T): Promise<Awaited<T>> => {
    calls += 1;
    if (armed?.call !== calls) return await call();
    if (armed.done) await call();
    throw new Error('The connection broke.');
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
