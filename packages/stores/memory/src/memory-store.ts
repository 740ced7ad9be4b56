import {
  ConfigurationError,
  OAuthError,
  type Change,
  type CommitResult,
  type RevocationTarget,
  type Store,
  type StoredRecord,
} from '@oauth/core';
import { Records } from './records.js';

/** What a memory store is made from. */
export interface MemoryStoreOptions {
  /** Most records it holds, from 1 to 10,000,000. Default: 1,000,000. */
  readonly maxRecords?: number | undefined;
  /**
   * Epoch milliseconds: decides when an expired record may be dropped. Must be the clock that the
   * server has. Default: `Date.now`.
   */
  readonly now?: (() => number) | undefined;
}

/** A store in the memory of one process; it is empty after a restart. */
export interface MemoryStore extends Store {
  /** Records held, with those that expired and are not dropped yet. */
  readonly size: number;
}

/** Steps of the walk that drops expired records, for each insert. */
const stepsPerInsert = 2;
/** Inserts that share one look at the clock. */
const insertsPerSweep = 8;
/** Steps before an insert is refused because the store is full. */
const stepsWhenFull = 1000;

const committed = Object.freeze({ committed: true });

/**
 * Keeps codes and tokens in memory, for development, tests and servers of a single process.
 *
 * It holds the objects it is given: do not change them afterwards. Each insert looks at two records
 * and drops those that have expired, so no timer runs and no request pays for a scan; only `revoke`
 * of a subject or a client looks at every record. A live record is never dropped: a full store
 * makes `commit` throw an OAuthError `temporarily_unavailable` with reason `store.full`.
 *
 * @throws ConfigurationError when `maxRecords` is out of range or an option does not exist
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const { maxRecords = 1_000_000, now = Date.now, ...unknown } = options;
  check(maxRecords, Object.keys(unknown));
  const records = new Records();
  let due = 0;

  function makeRoom(inserts: number): void {
    due += inserts;
    if (due >= insertsPerSweep) {
      const steps = due * stepsPerInsert;
      due = 0;
      records.sweep(now() / 1000, steps, steps);
    }
    if (records.size + inserts <= maxRecords) return;
    records.sweep(now() / 1000, stepsWhenFull, stepsWhenFull);
    if (records.size + inserts > maxRecords) throw full(maxRecords);
  }

  return {
    get size() {
      return records.size;
    },
    get: (id) => records.find(id),
    commit(changes) {
      let inserts = 0;
      for (const change of changes) if (change.type === 'insert') inserts += 1;
      if (inserts > 0) makeRoom(inserts);
      for (const change of changes) {
        const refused = refusal(records, change);
        if (refused !== undefined) return refused;
      }
      for (const change of changes) apply(records, change);
      return committed;
    },
    revoke(target) {
      const before = records.size;
      for (const record of covered(records, target)) records.delete(record);
      return before - records.size;
    },
    purge: (seconds, limit) => records.sweep(seconds, records.size + 1, limit),
  };
}

/** The refusal of a commit whose change finds its record other than it had been read. */
function refusal(records: Records, change: Change): CommitResult | undefined {
  switch (change.type) {
    case 'insert': {
      const { grantId, id } = change.record;
      return records.get(grantId, id) === undefined ? undefined : lost(id);
    }
    case 'update': {
      const { grantId, id, version } = change.record;
      return records.get(grantId, id)?.version === version - 1 ? undefined : lost(id);
    }
    case 'extend':
      return records.find(change.id) === undefined ? lost(change.id) : undefined;
    case 'remove':
      return undefined;
  }
}

function lost(id: string): CommitResult {
  return { committed: false, lost: id };
}

function apply(records: Records, change: Change): void {
  switch (change.type) {
    case 'insert':
      records.add(change.record);
      return;
    case 'update':
      records.replace(change.record);
      return;
    case 'extend': {
      const { id, expiresAt } = change;
      const record = records.find(id);
      if (record !== undefined && record.expiresAt < expiresAt)
        records.replace({ ...record, expiresAt });
      return;
    }
    case 'remove': {
      const record = records.find(change.id);
      if (record !== undefined) records.delete(record);
    }
  }
}

function* covered(records: Records, target: RevocationTarget): Generator<StoredRecord> {
  if ('grantId' in target) yield* records.ofGrant(target.grantId);
  else for (const record of records.all()) if (matches(record, target)) yield record;
}

function matches(
  record: StoredRecord,
  target: Exclude<RevocationTarget, { readonly grantId: string }>,
): boolean {
  if (!('subject' in target)) return record.clientId === target.clientId;
  const { subject, clientId } = target;
  return record.subject === subject && (clientId === undefined || record.clientId === clientId);
}

function check(maxRecords: number, unknown: readonly string[]): void {
  const faults = unknown.map((name) => ({
    path: `memoryStore.${name}`,
    message: 'There is no such option; there are maxRecords and now.',
  }));
  if (!(Number.isInteger(maxRecords) && maxRecords >= 1 && maxRecords <= 10_000_000))
    faults.push({
      path: 'memoryStore.maxRecords',
      message: 'Must be an integer from 1 to 10000000.',
    });
  if (faults.length > 0) throw new ConfigurationError(faults);
}

function full(maxRecords: number): OAuthError {
  return new OAuthError('temporarily_unavailable', {
    reason: 'store.full',
    description: 'The server cannot store any more tokens at the moment.',
    hint: `The memory store holds ${maxRecords} live records, all it may. Raise maxRecords, shorten token lifetimes, or use a store that is a database.`,
  });
}
