import {
  routeLength,
  type RevocationTarget,
  type Store,
  type StoredRecord,
} from '@oauth/core/plugin';
import { fakeClock } from '@oauth/testing';
import type { Fault } from './faults.js';
import { FaultyCommits } from './faulty-commit.js';
import { FaultyLists } from './faulty-lists.js';
import { FaultyRecords } from './faulty-records.js';
import { tick } from './tick.js';

/** A store whose rows can be damaged. */
export interface FaultyStore extends Required<Store> {
  readonly damage: (id: string) => unknown;
}

/** A plain asynchronous store of few lines: right, unless it is given a fault. */
export function faultyStore(fault?: Fault, clock = fakeClock().nowMs): FaultyStore {
  const records = new FaultyRecords(fault, () => clock() / 1000);
  const commits = new FaultyCommits(records, fault, clock);
  const lists = new FaultyLists(records, fault);
  return {
    async get(id, hint) {
      await tick();
      return records.read(id, hint);
    },
    commit: async (changes) => commits.commit(changes),
    revoke: async (target) => revoke(records, commits, fault, target),
    purge: async (now, limit) => purge(records, fault, now, limit),
    list: async (target, request) => lists.list(target, request),
    damage: (id) => records.damage(id),
  };
}

async function revoke(
  records: FaultyRecords,
  commits: FaultyCommits,
  fault: Fault | undefined,
  target: RevocationTarget,
): Promise<number> {
  await tick();
  const covered = records.all().filter((record) => isCovered(record, target, fault));
  const found = covered.filter(
    ({ id }) => fault !== 'forgets the index on update' || !commits.updated.has(id),
  );
  if (fault === 'reads, waits, then revokes' || fault === 'counts, then revokes') await tick();
  const batch = fault === 'revokes 100 at most' ? found.slice(0, 100) : found;
  const deleted = batch.filter(({ id }) => records.delete(id)).length;
  if (fault === 'counts, then revokes') return batch.length;
  return fault === 'counts what was removed' ? deleted + commits.removedCount : deleted;
}

async function purge(
  records: FaultyRecords,
  fault: Fault | undefined,
  now: number,
  limit: number,
): Promise<number> {
  await tick();
  const offsets: Partial<Record<Fault, number>> = {
    'purges a second early': 1,
    'purges a second late': -1,
  };
  const until = now + ((fault && offsets[fault]) ?? 0);
  const isExpired = (record: StoredRecord): boolean => {
    const { expiresAt } = record;
    if (fault === 'purges by expiry as text') return String(expiresAt) <= String(until);
    if (fault === 'purges by the first expiry') return records.getFirst(record).expiresAt <= until;
    return expiresAt <= until;
  };
  const expired = records.all().filter(isExpired);
  const batch = fault === 'purges without limit' ? expired : expired.slice(0, limit);
  if (fault === 'purges what it read before') await tick();
  const grants = new Set(batch.map(({ grantId }) => grantId));
  for (const { id, grantId } of records.all())
    if (fault === 'purges whole grants' && grants.has(grantId)) records.delete(id);
  for (const { id } of batch) records.delete(id);
  return fault === 'counts its limit' ? limit : batch.length;
}

function isCovered(
  record: StoredRecord,
  target: RevocationTarget,
  fault: Fault | undefined,
): boolean {
  const isEqual = (wanted: string, value: string | undefined): boolean =>
    wanted === value || (fault === 'revokes by pattern' && wanted === '%_');
  if ('grantId' in target) return isOfGrant(record, target.grantId, fault);
  if (target.clientId === '' && fault !== 'revokes documents as those of a client') return false;
  if (!('subject' in target)) return isEqual(target.clientId, record.clientId);
  const { subject, clientId } = target;
  if (fault === 'keeps the documents of a revoked subject' && record.clientId === '') return false;
  if (fault === 'revokes subjects of other kinds' && record.clientId === subject) return true;
  const atAnyClient = clientId === undefined || fault === 'revokes a subject at every client';
  return isEqual(subject, record.subject) && (atAnyClient || isEqual(clientId, record.clientId));
}

function isOfGrant(record: StoredRecord, grantId: string, fault: Fault | undefined): boolean {
  if (fault === 'revokes grants by prefix') return record.id.startsWith(grantId);
  if (fault === 'revokes grants by route')
    return record.id.slice(0, routeLength) === grantId.slice(0, routeLength);
  if (fault === 'revokes by pattern' && grantId === '%_') return true;
  return record.grantId === grantId;
}
