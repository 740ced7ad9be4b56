import type { Change, RevocationTarget, Store, StoredRecord } from '@oauth/core';

/** A store in few lines: correct, but slow, without bounds, and without expiry of its own. */
export function myStore(): Store {
  const records = new Map<string, StoredRecord>();
  const deleteAll = (deleted: readonly StoredRecord[]): number => {
    for (const { id } of deleted) records.delete(id);
    return deleted.length;
  };
  return {
    get: (id) => records.get(id),
    commit(changes) {
      const written = new Set<string>();
      for (const change of changes) {
        const id = getRecordId(change);
        const isRepeated = 'record' in change && written.has(id);
        if (isRepeated || !canApply(change, records.get(id))) return { committed: false, lost: id };
        if ('record' in change) written.add(id);
      }
      for (const change of changes) {
        const id = getRecordId(change);
        const changed = applyChange(change, records.get(id));
        if (changed === undefined) records.delete(id);
        else records.set(id, changed);
      }
      return { committed: true };
    },
    revoke: (target) =>
      deleteAll([...records.values()].filter((record) => isCovered(record, target))),
    purge(now, limit) {
      const expired = [...records.values()].filter(({ expiresAt }) => expiresAt <= now);
      return deleteAll(expired.slice(0, limit));
    },
  };
}

function getRecordId(change: Change): string {
  return 'record' in change ? change.record.id : change.id;
}

/** Whether the stored record is what the change expects. */
function canApply(change: Change, stored: StoredRecord | undefined): boolean {
  if (change.type === 'insert') return stored === undefined;
  if (change.type === 'update') return stored?.version === change.record.version - 1;
  return change.type === 'remove' || stored !== undefined;
}

/** The record after the change; `undefined` when it is removed. */
function applyChange(change: Change, stored: StoredRecord | undefined): StoredRecord | undefined {
  if ('record' in change) return change.record;
  if (change.type === 'remove' || stored === undefined) return undefined;
  return { ...stored, expiresAt: Math.max(stored.expiresAt, change.expiresAt) };
}

/** Documents, which have no client, are covered by their grant and their subject only. */
function isCovered(record: StoredRecord, target: RevocationTarget): boolean {
  if ('grantId' in target) return record.grantId === target.grantId;
  if (target.clientId === '') return false;
  if (!('subject' in target)) return record.clientId === target.clientId;
  const { subject, clientId = record.clientId } = target;
  return record.subject === subject && record.clientId === clientId;
}
