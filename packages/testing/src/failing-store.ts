import type { Store } from '@oauth/core/plugin';
import { wrapStore } from './wrap-store.js';

/** One failure of a store. */
export interface StoreFailure {
  /** Which call fails: the next one is 1. */
  readonly call: number;
  /** Whether the store does its work first, so that only its answer is lost. */
  readonly afterWork: boolean;
}

/** A store whose calls can be made to fail, one at a time. */
export interface FailingStore {
  /** The store to give to the server. */
  readonly store: Store;
  /** Counts calls from here on, and has one of them fail; none with `undefined`. */
  readonly failAt: (failure: StoreFailure | undefined) => void;
  /** Calls since the last `failAt`. */
  readonly countCalls: () => number;
}

/**
 * Has one call throw, before it reaches the store or after the store has done its work. The error's
 * message holds a password, which no client may see.
 */
export function failingStore(store: Store): FailingStore {
  let failure: StoreFailure | undefined;
  let calls = 0;
  return {
    store: wrapStore(async (call) => {
      calls += 1;
      if (failure?.call !== calls) return await call(store);
      if (failure.afterWork) await call(store);
      throw new Error('connection reset by postgres://user:pw@db');
    }, store.list !== undefined),
    failAt(next) {
      failure = next;
      calls = 0;
    },
    countCalls: () => calls,
  };
}
