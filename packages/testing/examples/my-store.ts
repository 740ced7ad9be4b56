import type { Change, RevocationTarget, Store, StoredRecord } from '@oauth/core';

/** A store of its own in few lines: correct, and with no thought of speed, bounds or expiry. */
export function myStore(): Store {
  const records = new Map<string, StoredRecord>();
  const drop = (all: readonly StoredRecord[]): number => {
    for (const { id } of all) records.delete(id);
    return all.length;
  };
  return {
    get: (id) => records.get(id),
    commit(changes) {
      for (const change of changes) {
        const id = idOf(change);
        if (!holds(change, records.get(id))) return { committed: false, lost: id };
      }
      for (const change of changes) {
        const id = idOf(change);
        const changed = after(change, records.get(id));
        if (changed === undefined) records.delete(id);
        else records.set(id, changed);
      }
      return { committed: true };
    },
    revoke: (target) => drop([...records.values()].filter((record) => covers(target, record))),
    purge(now, limit) {
      const expired = [...records.values()].filter(({ expiresAt }) => expiresAt <= now);
      return drop(expired.slice(0, limit));
    },
  };
}

function idOf(change: Change): string {
  return 'record' in change ? change.record.id : change.id;
}

/** Whether the change finds the record as it had been read. */
function holds(change: Change, stored: StoredRecord | undefined): boolean {
  if (change.type === 'insert') return stored === undefined;
  if (change.type === 'update') return stored?.version === change.record.version - 1;
  return change.type === 'remove' || stored !== undefined;
}

/** The record after the change; `undefined` when there is none any more. */
function after(change: Change, stored: StoredRecord | undefined): StoredRecord | undefined {
  if ('record' in change) return change.record;
  if (change.type === 'remove' || stored === undefined) return undefined;
  return { ...stored, expiresAt: Math.max(stored.expiresAt, change.expiresAt) };
}

function covers(target: RevocationTarget, { grantId, subject, clientId }: StoredRecord): boolean {
  if ('grantId' in target) return grantId === target.grantId;
  if (!('subject' in target)) return clientId === target.clientId;
  return subject === target.subject && (target.clientId ?? clientId) === clientId;
}
