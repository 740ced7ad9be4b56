import type { Store } from '@oauth/core/plugin';

/**
 * Makes room for other requests at each call: what is read is old when it arrives, and what is written
 * takes its time to begin.
 *
 * @param pause milliseconds, or what to wait for
 */
export function slowStore(store: Store, pause: number | (() => Promise<unknown>)): Store {
  const wait =
    typeof pause === 'function'
      ? pause
      : (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, pause));
  return {
    async get(id) {
      const record = await store.get(id);
      await wait();
      return record;
    },
    async commit(changes) {
      await wait();
      return store.commit(changes);
    },
    async revoke(target) {
      await wait();
      return store.revoke(target);
    },
    async purge(now, limit) {
      await wait();
      return store.purge(now, limit);
    },
  };
}
