import type { Store } from '@oauth/core';

/** A store whose answers are old when they arrive, and whose commits take their time to begin. */
export function slowStore(store: Store, pause: () => Promise<unknown>): Store {
  return {
    async get(id) {
      const record = await store.get(id);
      await pause();
      return record;
    },
    async commit(changes) {
      await pause();
      return store.commit(changes);
    },
    async revoke(target) {
      await pause();
      return store.revoke(target);
    },
    purge: (now, limit) => store.purge(now, limit),
  };
}

/** A pause of so many milliseconds. */
export function milliseconds(time: number): () => Promise<unknown> {
  return () => new Promise((resolve) => setTimeout(resolve, time));
}
