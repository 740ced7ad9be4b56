import type { Change, CommitResult, RevocationTarget, Store, StoredRecord } from '@oauth/core';
import { fakeClock } from '@oauth/testing';
import type { Fault } from './faults.js';
import { damaged, keyOf } from './faulty-values.js';

const shared = new Map<string, StoredRecord>();

/** A store whose rows can be spoilt. */
export interface FaultyStore extends Store {
  readonly damage: (id: string) => unknown;
}

/** A plain asynchronous store of few lines, right unless it is told to have a fault. */
export function faultyStore(fault?: Fault, now = fakeClock().nowMs): FaultyStore {
  const is = (one: Fault): boolean => fault === one;
  const records = is('has one map for all stores') ? shared : new Map<string, StoredRecord>();
  const plain: Record<string, StoredRecord> = {};
  const firstExpiry = new Map<string, number>();
  const writtenAt = new Map<string, number>();
  const unindexed = new Set<string>();
  const spoilt = new Set<string>();
  let removed = 0;

  const key = (id: string): string => keyOf(id, fault);
  const read = (id: string): StoredRecord | undefined =>
    is('keeps records in a plain object') ? plain[id] : records.get(key(id));
  const write = (record: StoredRecord): void => {
    if (!firstExpiry.has(record.id)) firstExpiry.set(record.id, record.expiresAt);
    plain[record.id] = record;
    writtenAt.set(record.id, now() / 1000);
    records.set(key(record.id), damaged(record, fault));
  };
  const remove = (id: string): boolean => {
    Reflect.deleteProperty(plain, id);
    return records.delete(key(id));
  };

  const loser = (changes: readonly Change[]): string | undefined => {
    for (const change of changes)
      if (!holds(change, read(idOf(change)), fault)) return idOf(change);
    return undefined;
  };
  const apply = (change: Change): void => {
    if (change.type === 'remove') removed += Number(remove(change.id));
    else if (change.type === 'extend') extend(change.id, change.expiresAt);
    else write(change.record);
    if (change.type === 'update') unindexed.add(change.record.id);
  };
  const extend = (id: string, expiresAt: number): void => {
    const record = read(id);
    if (record === undefined) return;
    const version = record.version + Number(is('counts a version on extend'));
    if (record.expiresAt < expiresAt || is('shortens on extend'))
      write({ ...record, expiresAt, version });
  };

  return {
    async get(id) {
      await tick();
      if (is('fails at long ids') && id.length > 1000) throw new Error('The id is too long.');
      const record = read(id);
      if (record === undefined) return undefined;
      if (spoilt.has(id)) {
        if (!is('takes any row for a record')) throw new Error('The row is no record.');
        return { ...record, data: { scope: '', issuedAt: 0 } };
      }
      const { expiresAt } = record;
      const age = now() / 1000 - (writtenAt.get(id) ?? 0);
      if (is('keeps lifetimes')) return { ...record, expiresAt: expiresAt + age };
      if (is('keeps what is read alive')) write({ ...record, expiresAt: expiresAt + 1 });
      return read(id);
    },
    async commit(changes): Promise<CommitResult> {
      const seen = new Map(changes.map((change) => [idOf(change), read(idOf(change))]));
      await tick();
      const lost = loser(changes);
      if (lost === undefined) {
        if (is('checks, then acts')) await tick();
        if (is('takes milliseconds for seconds'))
          for (const { id, expiresAt } of [...records.values()]) if (expiresAt <= now()) remove(id);
        changes.forEach(apply);
        if (is('extends what it read'))
          for (const { id, expiresAt } of changes.filter((one) => one.type === 'extend')) {
            const before = seen.get(id);
            if (before && before.expiresAt < expiresAt) write({ ...before, expiresAt });
          }
        return { committed: true };
      }
      if (is('applies changes until one loses'))
        for (const change of changes)
          if (loser([change]) === undefined) apply(change);
          else break;
      return { committed: false, lost: is('names the wrong loser') ? `${lost}?` : lost };
    },
    async revoke(target) {
      await tick();
      const all = [...records.values()].filter((record) => covers(target, record, fault));
      const found = all.filter(
        ({ id }) => !is('forgets the index on update') || !unindexed.has(id),
      );
      if (is('reads, waits, then revokes') || is('counts, then revokes')) await tick();
      const some = is('revokes 100 at most') ? found.slice(0, 100) : found;
      const count = some.filter(({ id }) => remove(id)).length;
      if (is('counts, then revokes')) return some.length;
      return is('counts what was removed') ? count + removed : count;
    },
    async purge(now, limit) {
      await tick();
      const until = now + Number(is('purges a second early')) - Number(is('purges a second late'));
      const expiry = ({ id, expiresAt }: StoredRecord): number =>
        is('purges by the first expiry') ? (firstExpiry.get(id) ?? expiresAt) : expiresAt;
      const isDue = (record: StoredRecord): boolean =>
        is('purges by expiry as text')
          ? String(record.expiresAt) <= String(until)
          : expiry(record) <= until;
      const expired = [...records.values()].filter(isDue);
      const due = is('purges without limit') ? expired : expired.slice(0, limit);
      if (is('purges what it read before')) await tick();
      if (is('purges whole grants'))
        for (const { grantId } of due)
          for (const { id } of [...records.values()].filter((one) => one.grantId === grantId))
            remove(id);
      due.forEach(({ id }) => remove(id));
      return is('counts its limit') ? limit : due.length;
    },
    damage: (id) => spoilt.add(id),
  };
}

async function tick(): Promise<void> {
  await Promise.resolve();
}

function idOf(change: Change): string {
  return 'record' in change ? change.record.id : change.id;
}

function holds(
  change: Change,
  stored: StoredRecord | undefined,
  fault: Fault | undefined,
): boolean {
  if (change.type === 'remove') return stored !== undefined || fault !== 'fails to remove twice';
  if (change.type === 'extend') return stored !== undefined || fault === 'extends what is missing';
  if (change.type === 'insert') return stored === undefined || fault === 'replaces on insert';
  if (stored === undefined && fault === 'inserts on update') return true;
  return stored?.version === change.record.version - 1 || fault === 'ignores versions';
}

function covers(target: RevocationTarget, record: StoredRecord, fault: Fault | undefined): boolean {
  const same = (wanted: string, value: string | undefined): boolean => {
    if (fault === 'revokes by pattern' && wanted === '%_') return true;
    return wanted === value;
  };
  if ('grantId' in target && fault === 'revokes grants by prefix')
    return record.id.startsWith(target.grantId);
  if ('grantId' in target) return same(target.grantId, record.grantId);
  if (!('subject' in target)) return same(target.clientId, record.clientId);
  const { subject, clientId } = target;
  if (fault === 'revokes subjects of other kinds' && record.clientId === subject) return true;
  const everywhere = clientId === undefined || fault === 'revokes a subject at every client';
  return same(subject, record.subject) && (everywhere || same(clientId, record.clientId));
}
