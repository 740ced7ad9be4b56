import type { Store } from '@oauth/core';

/** A store that measures its calls. */
export interface TimedStore {
  readonly store: Store;
  /** Milliseconds that calls have taken since this was called last. */
  readonly takeTime: () => number;
}

export function timedStore(inner: Store): TimedStore {
  let busy = 0;
  const addTime = async <T>(call: () => T | Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await call();
    busy += performance.now() - start;
    return result;
  };
  return {
    store: {
      ...inner,
      get: (id) => addTime(async () => inner.get(id)),
      commit: (changes) => addTime(async () => inner.commit(changes)),
    },
    takeTime() {
      const time = busy;
      busy = 0;
      return time;
    },
  };
}
