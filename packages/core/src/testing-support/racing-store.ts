import { setImmediate } from 'node:timers/promises';
import type { Store, StoredRecord } from '../contract/store.js';

/** A store in which parallel requests meet: all of them have read before the first one commits. */
export function slowStore(store: Store): Store {
  return {
    ...store,
    async get(id, hint) {
      const record = await store.get(id, hint);
      await setImmediate();
      return record;
    },
    async commit(changes) {
      await setImmediate();
      return store.commit(changes);
    },
  };
}

/** A store whose reads of a record are behind: the first `reads` of them give its first version. */
export function laggingStore(store: Store, reads: number): Store {
  const first = new Map<string, StoredRecord>();
  let readsLeft = reads;
  return {
    ...store,
    async get(id, hint) {
      const record = await store.get(id, hint);
      if (record === undefined) return undefined;
      const old = first.get(id) ?? record;
      first.set(id, old);
      readsLeft -= 1;
      return readsLeft < 0 ? record : old;
    },
  };
}
