import type {
  Change,
  CommitResult,
  ListRequest,
  ListTarget,
  RecordPage,
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
    list: (target, page) => listRecords(records, target, page),
  };
}

/** A page in the order of ids; `next` is the last id of the page. */
function listRecords(
  records: ReadonlyMap<string, StoredRecord>,
  target: ListTarget,
  { kind, limit, after = '' }: ListRequest,
): RecordPage {
  const covered = Array.from(records.values())
    .filter((record) => isListed(target, record) && (kind === undefined || record.kind === kind))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .filter(({ id }) => id > after);
  const page = covered.slice(0, limit);
  return { records: page, next: covered.length > limit ? page.at(-1)?.id : undefined };
}

/** Documents have no client. */
function isListed(target: ListTarget, record: StoredRecord): boolean {
  if ('documents' in target) return record.kind === target.documents && record.clientId === '';
  return covers(target, record);
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
