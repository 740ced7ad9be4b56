import type { Change, RecordData, StoredRecord } from '@oauth/core/plugin';

/** Makes a live access token of a grant of its own, but for what is given; ids never repeat. */
export type RecordMaker = (given?: Partial<StoredRecord>) => StoredRecord;

/** An hour, in seconds. */
export const lifetime = 3600;

export function recordMaker(now: number): RecordMaker {
  let made = 0;
  return (given = {}) => {
    made += 1;
    const serial = String(made).padStart(16, '0');
    const grantId = given.grantId ?? serial;
    const data: RecordData = { scope: 'read write', issuedAt: now };
    const own = { id: `${grantId}.${serial}`, kind: 'access_token', clientId: 'client-1', data };
    return { ...own, version: 0, subject: 'alice', expiresAt: now + lifetime, ...given, grantId };
  };
}

export function insert(record: StoredRecord): Change {
  return { type: 'insert', record };
}

export function update(record: StoredRecord): Change {
  return { type: 'update', record };
}

/** The record as it is after being spent. */
export function spent(record: StoredRecord, note?: string): StoredRecord {
  const data = { ...record.data, spentAt: record.data.issuedAt + 1, note };
  return { ...record, version: record.version + 1, data };
}
