import type { Store, StoredRecord } from '@oauth/core/plugin';
import { wrapStore } from '../../wrap-store.js';

/** A store, and the records that core has ever inserted through it. */
export interface ObservedStore {
  readonly store: Store;
  /** The records that are still there. */
  readonly findAll: () => Promise<readonly StoredRecord[]>;
  /** The records of one kind that are still there and not spent. */
  readonly findUnspent: (kind: string) => Promise<readonly StoredRecord[]>;
}

/** Collects the ids of the records that go to a store, and reads them through `reader`. */
export function observeStore(store: Store, reader: Store): ObservedStore {
  const ids = new Set<string>();
  const findAll: ObservedStore['findAll'] = async () => {
    const found = await Promise.all([...ids].map(async (id) => reader.get(id)));
    return found.filter((record) => record !== undefined);
  };
  return {
    store: {
      ...wrapStore(async (call) => call(store), store.list !== undefined),
      commit(changes) {
        for (const change of changes) if (change.type === 'insert') ids.add(change.record.id);
        return store.commit(changes);
      },
    },
    findAll,
    findUnspent: async (kind) =>
      (await findAll()).filter(
        (record) => record.kind === kind && record.data.spentAt === undefined,
      ),
  };
}
