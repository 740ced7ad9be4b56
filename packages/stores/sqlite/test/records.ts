import type { Change, StoredRecord } from '@oauth/core';

let serial = 0;

/** A record like core's own, of a grant of its own unless it is given one. */
export function record(expiresAt: number, given?: Partial<StoredRecord>): StoredRecord {
  serial += 1;
  const grantId = given?.grantId ?? String(serial).padStart(16, '0');
  const own = { id: `${grantId}${String(serial).padStart(43, '.')}`, version: 0, clientId: 'app' };
  const data = { scope: 'read', issuedAt: expiresAt - 3600 };
  return { ...own, kind: 'access_token', expiresAt, data, ...given, grantId };
}

export function insert(inserted: StoredRecord): Change {
  return { type: 'insert', record: inserted };
}

export function update(updated: StoredRecord): Change {
  return { type: 'update', record: updated };
}
