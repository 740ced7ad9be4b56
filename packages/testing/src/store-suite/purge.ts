import type { Store } from '@oauth/core/plugin';
import type { Kit } from './kit.js';
import { insert, lifetime, spent, update } from './record-maker.js';

/** What a database that has native expiry does not give. */
export const leftToPurge = 'a store that leaves what has expired to purge';

/** `purge` takes expired records, in batches, and never a live one. */
export function purgeCases(kit: Kit): void {
  kit.describe('purge', () => {
    liveRecordCases(kit);
    // Where the database expires records by the real time, purge may find nothing left to do.
    if (!kit.nativeExpiry) expiredRecordCases(kit);
    else kit.recorder.skip('what has expired', leftToPurge);
  });
}

function liveRecordCases({ expect, on }: Kit): void {
  on('finds nothing in an empty store', async ({ store, now }) => {
    expect(await store.purge(now, 10)).toBe(0);
  });

  on('never takes a live record, however often it runs', async ({ store, records, now }) => {
    const grantId = records().grantId;
    const live = [
      records({ grantId }),
      records({ grantId, expiresAt: now + 2 * lifetime }),
      records({ expiresAt: now + 10 * 365 * 24 * lifetime }),
    ];
    for (const record of live) {
      await store.commit([insert(record)]);
      const expired = records({ grantId: record.grantId, expiresAt: now - 1 });
      await store.commit([insert(expired)]);
    }
    for (let run = 0; run < 20; run += 1) await store.purge(now, 2);
    for (const record of live) expect(await store.get(record.id)).toEqual(record);
  });

  on('leaves a record whose expiry was moved', async ({ store, records }) => {
    const [extended, updated] = [records(), records()];
    const { id, expiresAt } = extended;
    await store.commit([insert(extended)]);
    await store.commit([insert(updated)]);
    await store.commit([{ type: 'extend', id, expiresAt: expiresAt + lifetime }]);
    const later = { ...spent(updated), expiresAt: expiresAt + lifetime };
    await store.commit([update(later)]);
    await purgeAll(store, expiresAt, 10);
    expect(await store.get(id)).toEqual({ ...extended, expiresAt: expiresAt + lifetime });
    expect(await store.get(updated.id)).toEqual(later);
  });
}

function expiredRecordCases({ expect, on }: Kit): void {
  // `purge` is told a later time than the store's own clock shows: nothing but purge may take these.
  on('takes a record in the second it expires, not before', async ({ store, records, now }) => {
    const then = now + lifetime;
    const past = records({ expiresAt: then - 1 });
    const due = records({ expiresAt: then });
    const live = records({ expiresAt: then + 1 });
    for (const record of [live, due, past]) await store.commit([insert(record)]);
    expect(await purgeAll(store, then, 100)).toBe(2);
    expect(await store.get(past.id)).toBe(undefined);
    expect(await store.get(due.id)).toBe(undefined);
    expect(await store.get(live.id)).toEqual(live);
    expect(await purgeAll(store, then + 1, 100)).toBe(1);
    expect(await store.get(live.id)).toBe(undefined);
  });

  on('takes at most its limit, and all of them in the end', async ({ store, records, now }) => {
    const then = now + lifetime;
    const all = Array.from({ length: 60 }, (_, index) =>
      records({ expiresAt: index % 3 === 0 ? then + lifetime : then - index }),
    );
    for (const record of all) await store.commit([insert(record)]);
    expect(await purgeAll(store, then, 7)).toBe(40);
    for (const record of all)
      expect(await store.get(record.id)).toEqual(record.expiresAt > then ? record : undefined);
    // Late, after everything has expired.
    expect(await purgeAll(store, then + 100 * lifetime, 1000)).toBe(20);
    for (const record of all) expect(await store.get(record.id)).toBe(undefined);
  });

  on('takes expired records out of a grant that lives on', async ({ store, records, now }) => {
    const refresh = records({ kind: 'refresh_token', expiresAt: now + 2 * lifetime });
    const { grantId } = refresh;
    const old = Array.from({ length: 5 }, () => records({ grantId }));
    await store.commit([...old.map(insert), insert(refresh)]);
    expect(await purgeAll(store, now + lifetime, 2)).toBe(5);
    expect(await store.get(refresh.id)).toEqual(refresh);
    expect(await store.commit([update(spent(refresh))])).toEqual({ committed: true });
    expect(await store.revoke({ grantId })).toBe(1);
  });

  on('goes by the expiry that a record has now', async ({ store, records, now }) => {
    const record = records();
    await store.commit([insert(record)]);
    await store.commit([update({ ...spent(record), expiresAt: now + 60 })]);
    expect(await purgeAll(store, now + 60, 10)).toBe(1);
    expect(await store.get(record.id)).toBe(undefined);
  });

  on('leaves no trace of what it takes', async ({ store, records }) => {
    const record = records();
    const { id, clientId, grantId, subject = '', expiresAt } = record;
    await store.commit([insert(record)]);
    expect(await purgeAll(store, expiresAt, 10)).toBe(1);
    const lost = { committed: false, lost: id };
    expect(await store.commit([update(spent(record))])).toEqual(lost);
    expect(await store.commit([{ type: 'extend', id, expiresAt: expiresAt + 1 }])).toEqual(lost);
    expect(await store.revoke({ grantId })).toBe(0);
    expect(await store.revoke({ subject })).toBe(0);
    expect(await store.revoke({ clientId })).toBe(0);
  });
}

/** Runs batches until one finds nothing; how many records they took. */
async function purgeAll(store: Store, now: number, limit: number): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < 1000; batch += 1) {
    const count = await store.purge(now, limit);
    if (count > limit || count < 0) throw new Error(`purge took ${count}, its limit is ${limit}.`);
    if (count === 0) return total;
    total += count;
  }
  throw new Error('purge still finds expired records after 1000 batches.');
}
