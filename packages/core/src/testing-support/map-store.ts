import type {
  Change,
  CommitResult,
  RevocationTarget,
  Store,
  StoredRecord,
} from '../contract/store.js';

/** A store for core's own tests, which cannot use the published ones: those build on core. */
export interface MapStore extends Store {
  readonly records: Map<string, StoredRecord>;
}

/** @see Store */
export function mapStore(): MapStore {
  const records = new Map<string, StoredRecord>();
  return {
    records,
    get: (id) => records.get(id),
    commit(changes) {
      const refused = changes.find((change) => loses(records, change));
      if (refused !== undefined) return lost(refused);
      for (const change of changes) apply(records, change);
      return { committed: true };
    },
    revoke(target) {
      const covered = [...records.values()].filter((record) => covers(target, record));
      for (const { id } of covered) records.delete(id);
      return covered.length;
    },
    purge: () => 0,
  };
}

function idOf(change: Change): string {
  return 'record' in change ? change.record.id : change.id;
}

function lost(change: Change): CommitResult {
  return { committed: false, lost: idOf(change) };
}

function loses(records: ReadonlyMap<string, StoredRecord>, change: Change): boolean {
  const stored = records.get(idOf(change));
  if (change.type === 'insert') return stored !== undefined;
  if (change.type === 'update') return stored?.version !== change.record.version - 1;
  return change.type === 'extend' && stored === undefined;
}

function apply(records: Map<string, StoredRecord>, change: Change): void {
  const id = idOf(change);
  const stored = records.get(id);
  if (change.type === 'remove') records.delete(id);
  else if (change.type !== 'extend') records.set(id, change.record);
  else if (stored !== undefined)
    records.set(id, { ...stored, expiresAt: Math.max(stored.expiresAt, change.expiresAt) });
}

function covers(target: RevocationTarget, record: StoredRecord): boolean {
  return Object.entries(target).every(
    ([name, value]) =>
      value === undefined ||
      Object.entries(record).some(([member, is]) => member === name && is === value),
  );
}
