import { ConfigurationError, type Change, type Store } from '@oauth/core/plugin';
import { getRecordId, isCovered } from '@oauth/store-kit';
import { memoryStoreError } from './reasons.js';
import { recordMap, type RecordMap } from './record-map.js';

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

/** A store in the memory of one process. It is empty after a restart. */
export interface MemoryStore extends Store {
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
 * three records and drops expired ones, so no timer runs and no request waits for a scan; only
 * `revoke` of a subject or a client looks at every record. A live record is never dropped: when the
 * store is full, `commit` throws an OAuthError `temporarily_unavailable` with reason `store.full`.
 *
 * @throws ConfigurationError when `maxRecords` is out of range
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const { maxRecords = 1_000_000, clock = Date.now } = options;
  assertMaxRecords(maxRecords);
  const records = recordMap();
  const makeRoom = roomMaker(records, maxRecords, clock);
  return {
    get size() {
      return records.getSize();
    },
    get: (id) => records.find(id),
    commit(changes) {
      makeRoom(changes.filter(({ type }) => type === 'insert').length);
      for (const change of changes)
        if (!canApply(records, change)) return { committed: false, lost: getRecordId(change) };
      for (const change of changes) applyChange(records, change);
      return committed;
    },
    revoke(target) {
      const before = records.getSize();
      const candidates = records.iterate('grantId' in target ? target.grantId : undefined);
      for (const record of candidates) if (isCovered(record, target)) records.drop(record);
      return before - records.getSize();
    },
    async purge(now, limit) {
      let dropped = 0;
      for (let left = records.getSize(); left >= 0 && dropped < limit; left -= stepsPerBatch) {
        // Lets requests go on, even when an app calls purge again and again.
        await new Promise((resolve) => setTimeout(resolve));
        dropped += records.sweep(now, Math.min(left + 1, stepsPerBatch), limit - dropped);
      }
      return dropped;
    },
  };
}

function assertMaxRecords(maxRecords: number): void {
  if (maxRecords >= 1 && maxRecords <= 10_000_000) return;
  const message = `must be from 1 to 10000000; it is ${maxRecords}`;
  throw new ConfigurationError([{ path: 'memoryStore.maxRecords', message }]);
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
    const isFull = (): boolean => records.getSize() + inserts > maxRecords;
    const steps = isFull() ? stepsWhenFull : insertsSinceSweep * stepsPerInsert;
    if (steps >= stepsPerSweep) {
      records.sweep(clock() / 1000, steps, Infinity);
      insertsSinceSweep = 0;
    }
    if (isFull()) throw memoryStoreError('store.full');
  };
}

/** Whether the stored record is what the change expects. */
function canApply(records: RecordMap, change: Change): boolean {
  if (change.type === 'remove') return true;
  if (change.type === 'extend') return records.find(change.id) !== undefined;
  const { grantId, id, version } = change.record;
  return records.get(grantId, id)?.version === (change.type === 'insert' ? undefined : version - 1);
}

function applyChange(records: RecordMap, change: Change): void {
  if ('record' in change) {
    records.put(change.record);
    return;
  }
  const record = records.find(change.id);
  if (record === undefined) return;
  if (change.type === 'remove') records.drop(record);
  else if (record.expiresAt < change.expiresAt)
    records.put({ ...record, expiresAt: change.expiresAt });
}
