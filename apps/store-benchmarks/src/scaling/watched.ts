import type { Store } from '@oauth/core';

/** A store that says how long it was busy, in milliseconds, since it was asked last. */
export interface WatchedStore {
  readonly store: Store;
  readonly takeTime: () => number;
}

export function watch(inner: Store): WatchedStore {
  let busy = 0;
  const timed = async <T>(call: () => T | Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await call();
    busy += performance.now() - start;
    return result;
  };
  return {
    store: {
      ...inner,
      get: (id) => timed(async () => inner.get(id)),
      commit: (changes) => timed(async () => inner.commit(changes)),
    },
    takeTime() {
      const time = busy;
      busy = 0;
      return time;
    },
  };
}
