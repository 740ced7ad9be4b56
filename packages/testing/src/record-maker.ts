import type { Change, RecordData, StoredRecord } from '@oauth/core/plugin';

/**
 * Makes the record of an access token of `alice` at `app`, except for the members it is given. Each
 * has a grant of its own unless it is given a `grantId`; ids never repeat.
 */
export type RecordMaker = (given?: Partial<StoredRecord>) => StoredRecord;

/** Seconds after its maker's `now` at which a record expires: an hour. */
export const recordLifetime = 3600;

/** Makes records for tests of stores, issued at `now` (epoch seconds) and live for an hour. */
export function recordMaker(now: number): RecordMaker {
  let count = 0;
  return (given = {}) => {
    count += 1;
    const grantId = given.grantId ?? String(count).padStart(16, '0');
    const data: RecordData = { scope: 'read write', issuedAt: now };
    return {
      // As long as the ids that core makes: a route of 16 characters and a digest of 43.
      id: `${grantId}${String(count).padStart(43, '.')}`,
      version: 0,
      kind: 'access_token',
      clientId: 'app',
      subject: 'alice',
      expiresAt: now + recordLifetime,
      data,
      ...given,
      grantId,
    };
  };
}

/** The change that stores a new record. */
export function insert(record: StoredRecord): Change {
  return { type: 'insert', record };
}

/** The change that replaces a record by its next version. */
export function update(record: StoredRecord): Change {
  return { type: 'update', record };
}

/** The next version of a record, spent a second after it was issued. A note tells spenders apart. */
export function spend(record: StoredRecord, note?: string): StoredRecord {
  const data = { ...record.data, spentAt: record.data.issuedAt + 1, note };
  return { ...record, version: record.version + 1, data };
}
