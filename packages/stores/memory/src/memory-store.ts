import {
  OAuthError,
  type OAuthErrorOptions,
  type Change,
  ConfigurationError,
  type RevocationTarget,
  type Store,
  type StoredRecord,
} from '@oauth/core/plugin';
import { createRecords, type Records } from './records.js';

/** What a memory store is made from. */
export interface MemoryStoreOptions {
  /** Most records it holds, from 1 to 10,000,000. Default: 1,000,000. */
  readonly maxRecords?: number | undefined;
  /**
   * Epoch milliseconds: decides when an expired record may be dropped. Give it the clock that the
   * server has. Default: `Date.now`.
   */
  readonly clock?: (() => number) | undefined;
}

/** A store in the memory of one process; it is empty after a restart. */
export interface MemoryStore extends Store {
  /** Records held, with those that expired and are not dropped yet. */
  readonly size: number;
}

/** Records looked at for each insert. With three, expired ones are at most half as many as live ones. */
const stepsPerInsert = 3;
/** Steps that share one look at the clock. */
const stepsPerSweep = 24;
/** Records looked at before an insert is refused because the store is full: no fewer than those. */
const stepsWhenFull = 1000;
/** Records that `purge` looks at before it lets requests go on: a few milliseconds. */
const stepsPerBatch = 10_000;

const committed = Object.freeze({ committed: true });
const outOfRange = 'must be from 1 to 10000000';
const whenFull = 'Raise maxRecords, or use a database.';

/**
 * Keeps codes and tokens in memory, for development, tests and servers of a single process.
 *
 * It holds the objects it is given: do not change them afterwards. Each insert looks at three records
 * and drops them if they have expired, so no timer runs and no request pays for a scan; only
 * `revoke` of a subject or a client looks at every record. A live record is never dropped: when the
 * store is full, `commit` throws an OAuthError `temporarily_unavailable` with reason `store.full`.
 *
 * @throws ConfigurationError when `maxRecords` is out of range
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const { maxRecords = 1_000_000, clock = Date.now } = options;
  if (!(maxRecords >= 1 && maxRecords <= 10_000_000))
    throw new ConfigurationError([{ path: 'memoryStore.maxRecords', message: outOfRange }]);
  const records = createRecords();
  let due = 0;

  function makeRoom(inserts: number): void {
    due += inserts;
    const full = (): boolean => records.size() + inserts > maxRecords;
    const steps = full() ? stepsWhenFull : due * stepsPerInsert;
    if (steps >= stepsPerSweep) {
      records.sweep(clock() / 1000, steps, Infinity);
      due = 0;
    }
    if (full()) throw refused('temporarily_unavailable', 'store.full', { hint: whenFull });
  }

  return {
    get size() {
      return records.size();
    },
    get: (id) => records.find(id),
    commit(changes) {
      let inserts = 0;
      for (const { type } of changes) if (type === 'insert') inserts += 1;
      makeRoom(inserts);
      for (const change of changes)
        if (!holds(records, change))
          return { committed: false, lost: 'record' in change ? change.record.id : change.id };
      for (const change of changes) apply(records, change);
      return committed;
    },
    revoke(target) {
      const before = records.size();
      const all = records.all('grantId' in target ? target.grantId : undefined);
      for (const record of all) if (covers(target, record)) records.drop(record);
      return before - records.size();
    },
    async purge(seconds, limit) {
      let dropped = 0;
      for (let left = records.size(); left >= 0 && dropped < limit; left -= stepsPerBatch) {
        // Requests go on in between, also when an app calls it again and again.
        await new Promise((resolve) => setTimeout(resolve));
        dropped += records.sweep(seconds, Math.min(left + 1, stepsPerBatch), limit - dropped);
      }
      return dropped;
    },
  };
}

/** Whether the change finds its record as it had been read. */
function holds(records: Records, change: Change): boolean {
  if (change.type === 'remove') return true;
  if (change.type === 'extend') return records.find(change.id) !== undefined;
  const { grantId, id, version } = change.record;
  return records.get(grantId, id)?.version === (change.type === 'insert' ? undefined : version - 1);
}

function apply(records: Records, change: Change): void {
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

function covers(target: RevocationTarget, record: StoredRecord): boolean {
  if ('grantId' in target) return record.grantId === target.grantId;
  const { subject, clientId } = record;
  if (!('subject' in target)) return clientId === target.clientId;
  return subject === target.subject && (target.clientId ?? clientId) === clientId;
}

function refused(
  code: string,
  reason: string,
  more?: Omit<OAuthErrorOptions, 'reason'>,
): OAuthError {
  const description = reason.replace(/\..*/, (rest) => rest.replace(/[._]/g, ' '));
  return new OAuthError(code, { reason, description, ...more });
}
