import {
  checkOptionNames,
  type Change,
  type ListRequest,
  type ListTarget,
  type OptionNames,
  type RecordPage,
  type RevocationTarget,
  type Store,
  type StoredRecord,
} from '@oauth/core/plugin';
import {
  assertConfiguration,
  assertListRequest,
  checkIntegers,
  findRepeatedWrite,
  getRecordId,
  getWindow,
  isCovered,
  selectPage,
} from '@oauth/store-kit';
import { memoryStoreError } from './reasons.js';
import { RecordMap } from './record-map.js';

/** How a memory store works. */
export interface MemoryStoreOptions {
  /** Most records that the store holds, from 1 to 10,000,000. Default: 1,000,000. */
  readonly maxRecords?: number | undefined;
  /**
   * Epoch milliseconds: says when an expired record may be dropped. Give it the clock that the server
   * has. Default: `Date.now`.
   */
  readonly clock?: (() => number) | undefined;
}

const optionNames: OptionNames<MemoryStoreOptions> = { maxRecords: true, clock: true };
const maxRecordsRange = { min: 1, max: 10_000_000 } as const;

/** A store in the memory of one process. It is empty after a restart. */
export interface MemoryStore extends Required<Store> {
  /** How many records the store holds, including expired ones that are not dropped yet. */
  readonly size: number;
}

/** Records looked at for each insert: with three, expired ones are at most half as many as live ones. */
const stepsPerInsert = 3;
/** Steps that are taken together, since each look at the clock takes time. */
const stepsPerSweep = 24;
/** Records looked at before an insert into a full store is refused. */
const stepsWhenFull = 1000;
/** Records that `purge` looks at before it lets requests go on: a few milliseconds' worth. */
const stepsPerBatch = 10_000;

const committed = Object.freeze({ committed: true });

/**
 * Keeps codes and tokens in memory, for development, tests and servers of a single process.
 *
 * The store holds the objects that it is given: do not change them afterwards. Each insert looks at
 * three records and drops expired ones, so no timer runs and no request waits for a scan. A live
 * record is never dropped: when the store is full, `commit` throws an OAuthError
 * `temporarily_unavailable` with reason `store.full`.
 *
 * @throws ConfigurationError when an option is out of range or does not exist
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const { maxRecords = 1_000_000, clock = Date.now } = options;
  assertConfiguration((check) => {
    checkOptionNames(options, optionNames, check, 'memoryStore.');
    checkIntegers({ maxRecords }, maxRecordsRange, check, 'memoryStore.');
  });
  const records = new RecordMap();
  const makeRoom = roomMaker(records, maxRecords, clock);
  return {
    get size() {
      return records.size;
    },
    get: (id) => records.find(id),
    commit(changes) {
      makeRoom(countInserts(changes));
      const lost = findRepeatedWrite(changes) ?? findLoser(records, changes);
      if (lost !== undefined) return { committed: false, lost };
      for (const change of changes) if (change.type !== 'remove') applyChange(records, change);
      for (const change of changes) if (change.type === 'remove') removeRecord(records, change.id);
      return committed;
    },
    revoke: (target) => revoke(records, target),
    purge: async (now, limit) => purge(records, now, limit),
    list: (target, request) => listPage(records, target, request),
  };
}

function countInserts(changes: readonly Change[]): number {
  let inserts = 0;
  for (const { type } of changes) if (type === 'insert') inserts += 1;
  return inserts;
}

function revoke(records: RecordMap, target: RevocationTarget): number {
  const candidates =
    'grantId' in target ? records.findGrant(target.grantId) : findAllOwned(records, target);
  const covered = candidates.filter((record) => isCovered(record, target));
  for (const record of covered) records.drop(record);
  return covered.length;
}

function findAllOwned(records: RecordMap, target: ListTarget): readonly StoredRecord[] {
  return records.findOwned(target, Infinity).flatMap(({ record }) => record ?? []);
}

async function purge(records: RecordMap, now: number, limit: number): Promise<number> {
  let dropped = 0;
  for (let left = records.size; left >= 0 && dropped < limit; left -= stepsPerBatch) {
    // Lets requests go on, even when an app calls purge again and again.
    await new Promise((resolve) => setTimeout(resolve));
    dropped += records.sweep(now, Math.min(left + 1, stepsPerBatch), limit - dropped);
  }
  return dropped;
}

/** The position of a record in a list is its slot's serial. */
function listPage(records: RecordMap, target: ListTarget, request: ListRequest): RecordPage {
  assertListRequest(request, (position) => /^\d{1,15}$/.test(position));
  const serial = request.after === undefined ? undefined : Number(request.after);
  const slots = records.findOwned(target, getWindow(target, request) + 1, serial);
  const read = slots.flatMap((slot) =>
    slot.record ? [{ record: slot.record, position: String(slot.serial) }] : [],
  );
  return selectPage(read, target, request);
}

/** Makes the function that drops expired records before inserts, and throws when the store is full. */
function roomMaker(
  records: RecordMap,
  maxRecords: number,
  clock: () => number,
): (inserts: number) => void {
  let insertsSinceSweep = 0;
  return (inserts) => {
    insertsSinceSweep += inserts;
    const isFull = (): boolean => records.size + inserts > maxRecords;
    const steps = isFull() ? stepsWhenFull : insertsSinceSweep * stepsPerInsert;
    if (steps >= stepsPerSweep) {
      records.sweep(clock() / 1000, steps, Infinity);
      insertsSinceSweep = 0;
    }
    if (isFull()) throw memoryStoreError('store.full');
  };
}

/** The id of the record that is not what its change expects. */
function findLoser(records: RecordMap, changes: readonly Change[]): string | undefined {
  for (const change of changes) {
    const id = getRecordId(change);
    if (!canApply(change, records.find(id))) return id;
  }
  return undefined;
}

function canApply(change: Change, stored: StoredRecord | undefined): boolean {
  switch (change.type) {
    case 'insert':
      return stored === undefined;
    case 'update':
      return stored?.version === change.record.version - 1;
    case 'extend':
      return stored !== undefined;
    case 'remove':
      return true;
  }
}

type LastingChange = Exclude<Change, { readonly type: 'remove' }>;

function applyChange(records: RecordMap, change: LastingChange): void {
  if ('record' in change) {
    records.put(change.record);
    return;
  }
  const record = records.find(change.id);
  if (record !== undefined && record.expiresAt < change.expiresAt)
    records.put({ ...record, expiresAt: change.expiresAt });
}

function removeRecord(records: RecordMap, id: string): void {
  const record = records.find(id);
  if (record !== undefined) records.drop(record);
}
