import type { Store } from '@oauth/core/plugin';
import { insert, recordLifetime, spend, update } from '../record-maker.js';
import { committed, lostResult } from './results.js';
import type { Suite } from './suite.js';

/** What a database with native expiry does not offer. */
export const needsPurge = 'a store that leaves expired records to purge';

/** `purge` deletes expired records, in batches, and never a live one. */
export function purgeCases(suite: Suite): void {
  const { describe, nativeExpiry, recorder } = suite;
  describe('purge', () => {
    liveRecordCases(suite);
    // Where the database drops records by the real time, purge may find nothing left to delete.
    if (nativeExpiry) recorder.skipGroup('expired records', needsPurge);
    else {
      expiryBoundaryCases(suite);
      limitCase(suite);
      renewedRecordCases(suite);
      leftoverCase(suite);
    }
  });
}

function liveRecordCases({ expect, defineCase }: Suite): void {
  defineCase('finds nothing in an empty store', async ({ store, now }) => {
    expect(await store.purge(now, 10)).toBe(0);
  });

  defineCase('never deletes a live record, however often it runs', async (fixture) => {
    const { store, newRecord, now } = fixture;
    const grantId = newRecord().grantId;
    const live = [
      newRecord({ grantId }),
      newRecord({ grantId, expiresAt: now + 2 * recordLifetime }),
      newRecord({ expiresAt: now + 10 * 365 * 24 * recordLifetime }),
    ];
    for (const record of live) {
      await store.commit([insert(record)]);
      const expired = newRecord({ grantId: record.grantId, expiresAt: now - 1 });
      await store.commit([insert(expired)]);
    }
    for (let run = 0; run < 20; run += 1) await store.purge(now, 2);
    for (const record of live) expect(await store.get(record.id)).toEqual(record);
  });

  defineCase('leaves a record whose expiry was moved', async ({ store, newRecord }) => {
    const [extended, updated] = [newRecord(), newRecord()];
    const { id, expiresAt } = extended;
    const later = expiresAt + recordLifetime;
    await store.commit([insert(extended)]);
    await store.commit([insert(updated)]);
    await store.commit([{ type: 'extend', id, expiresAt: later }]);
    await store.commit([update({ ...spend(updated), expiresAt: later })]);
    await purgeAll(store, expiresAt, 10);
    expect(await store.get(id)).toEqual({ ...extended, expiresAt: later });
    expect(await store.get(updated.id)).toEqual({ ...spend(updated), expiresAt: later });
  });
}

function expiryBoundaryCases({ expect, defineCase }: Suite): void {
  // `purge` is given a later time than the store's own clock: only purge may delete these.
  defineCase('deletes a record in the second it expires, not before', async (fixture) => {
    const { store, newRecord, now } = fixture;
    const expiry = now + recordLifetime;
    const past = newRecord({ expiresAt: expiry - 1 });
    const due = newRecord({ expiresAt: expiry });
    const live = newRecord({ expiresAt: expiry + 1 });
    for (const record of [live, due, past]) await store.commit([insert(record)]);
    expect(await purgeAll(store, expiry, 100)).toBe(2);
    expect(await store.get(past.id)).toBe(undefined);
    expect(await store.get(due.id)).toBe(undefined);
    expect(await store.get(live.id)).toEqual(live);
    expect(await purgeAll(store, expiry + 1, 100)).toBe(1);
    expect(await store.get(live.id)).toBe(undefined);
  });
}

function limitCase({ expect, defineCase }: Suite): void {
  defineCase('deletes at most its limit, and everything in the end', async (fixture) => {
    const { store, newRecord, now } = fixture;
    const expiry = now + recordLifetime;
    const records = Array.from({ length: 60 }, (_, index) =>
      newRecord({ expiresAt: index % 3 === 0 ? expiry + recordLifetime : expiry - index }),
    );
    for (const record of records) await store.commit([insert(record)]);
    expect(await purgeAll(store, expiry, 7)).toBe(40);
    for (const record of records)
      expect(await store.get(record.id)).toEqual(record.expiresAt > expiry ? record : undefined);
    // Long after all of them have expired.
    expect(await purgeAll(store, expiry + 100 * recordLifetime, 1000)).toBe(20);
    for (const record of records) expect(await store.get(record.id)).toBe(undefined);
  });
}

function renewedRecordCases({ expect, defineCase }: Suite): void {
  defineCase('deletes expired records of a grant that lives on', async (fixture) => {
    const { store, newRecord, now } = fixture;
    const expiresAt = now + 2 * recordLifetime;
    const refresh = newRecord({ kind: 'refresh_token', expiresAt });
    const { grantId } = refresh;
    const expired = Array.from({ length: 5 }, () => newRecord({ grantId }));
    await store.commit([...expired.map(insert), insert(refresh)]);
    expect(await purgeAll(store, now + recordLifetime, 2)).toBe(5);
    expect(await store.get(refresh.id)).toEqual(refresh);
    expect(await store.commit([update(spend(refresh))])).toEqual(committed);
    expect(await store.revoke({ grantId })).toBe(1);
  });

  defineCase('goes by the expiry that a record has now', async ({ store, newRecord, now }) => {
    const record = newRecord();
    await store.commit([insert(record)]);
    await store.commit([update({ ...spend(record), expiresAt: now + 60 })]);
    expect(await purgeAll(store, now + 60, 10)).toBe(1);
    expect(await store.get(record.id)).toBe(undefined);
  });
}

function leftoverCase({ expect, defineCase }: Suite): void {
  defineCase('leaves no trace of what it deletes', async ({ store, newRecord }) => {
    const record = newRecord();
    const { id, clientId, grantId, subject = '', expiresAt } = record;
    await store.commit([insert(record)]);
    expect(await purgeAll(store, expiresAt, 10)).toBe(1);
    const extend = { type: 'extend', id, expiresAt: expiresAt + 1 } as const;
    expect(await store.commit([update(spend(record))])).toEqual(lostResult(id));
    expect(await store.commit([extend])).toEqual(lostResult(id));
    expect(await store.revoke({ grantId })).toBe(0);
    expect(await store.revoke({ subject })).toBe(0);
    expect(await store.revoke({ clientId })).toBe(0);
  });
}

/** Runs batches until one finds nothing; returns how many records they deleted. */
async function purgeAll(store: Store, now: number, limit: number): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < 1000; batch += 1) {
    const count = await store.purge(now, limit);
    if (count > limit || count < 0)
      throw new Error(`purge deleted ${count}, its limit is ${limit}.`);
    if (count === 0) return total;
    total += count;
  }
  throw new Error('purge still finds expired records after 1000 batches.');
}
