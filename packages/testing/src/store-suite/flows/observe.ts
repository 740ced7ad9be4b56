import type { Store, StoredRecord } from '@oauth/core/plugin';

/** A store, and what core has ever inserted through it. */
export interface Observed {
  readonly store: Store;
  /** The records that are still there. */
  readonly all: () => Promise<readonly StoredRecord[]>;
  /** Those of one kind that are not spent. */
  readonly unspent: (kind: string) => Promise<readonly StoredRecord[]>;
}

/** Remembers the ids of records on their way to a store, and reads them in a way of its own. */
export function observe(store: Store, reader: Store): Observed {
  const ids = new Set<string>();
  const all: Observed['all'] = async () => {
    const found = await Promise.all([...ids].map(async (id) => reader.get(id)));
    return found.filter((record) => record !== undefined);
  };
  return {
    store: {
      get: (id) => store.get(id),
      commit(changes) {
        for (const change of changes) if (change.type === 'insert') ids.add(change.record.id);
        return store.commit(changes);
      },
      revoke: (target) => store.revoke(target),
      purge: (now, limit) => store.purge(now, limit),
    },
    all,
    unspent: async (kind) =>
      (await all()).filter((record) => record.kind === kind && record.data.spentAt === undefined),
  };
}
