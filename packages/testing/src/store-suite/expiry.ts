import { liveness, tokenOf } from './core-tokens.js';
import type { Kit } from './kit.js';
import { insert, lifetime, spent, update } from './record-maker.js';

const year = 365 * 86_400;

/** Epoch seconds at which something overflows or is sorted wrongly. */
const limits: Readonly<Record<string, number>> = {
  'the end of signed 32 bits, in 2038': 2 ** 31,
  'the end of unsigned 32 bits, in 2106': 2 ** 32,
  'the eleventh digit, in 2286': 10_000_000_000,
  'the year 9999': 253_402_300_799,
};

/** Records live to the second that they say, whatever the clock does meanwhile. */
export function expiryCases(kit: Kit): void {
  const { describe, expect, on, nativeExpiry } = kit;

  describe('expiry', () => {
    on('is the second a record says: it is found until then, and live to core', async (fixture) => {
      const { store, records, clock, now } = fixture;
      const isLive = liveness(fixture);
      for (const [left, live] of [
        [2, true],
        [1, true],
        [0, false],
        [-1, false],
      ] as const) {
        const token = await tokenOf(records().grantId);
        const record = records({ ...token.of, expiresAt: now + 10 });
        clock.set(now * 1000);
        await store.commit([insert(record)]);
        clock.set((now + 10 - left) * 1000);
        // Expired, it may be there or not; core must not take it either way.
        if (live) expect(await store.get(record.id)).toEqual(record);
        expect(await isLive(token.text)).toBe(live);
      }
    });

    on('is in seconds, the clock in milliseconds', async ({ store, records, clock, now }) => {
      const grantId = records().grantId;
      const all = [records({ grantId, expiresAt: now + 2 }), records({ grantId })];
      await store.commit(all.map(insert));
      clock.advance(1);
      // What drops expired records in passing gets its chance.
      for (let turn = 0; turn < 50; turn += 1) await store.commit([insert(records())]);
      await store.purge(now + 1, 1000);
      for (const record of all) expect(await store.get(record.id)).toEqual(record);
      expect(await store.commit(all.map((one) => update(spent(one))))).toEqual({ committed: true });
    });

    on('stays as it was when the clock jumps back', async ({ store, records, clock, now }) => {
      const [kept, used] = [records(), records()];
      await store.commit([insert(kept)]);
      await store.commit([insert(used)]);
      clock.advance(-lifetime);
      const late = records({ expiresAt: now + 60 });
      await store.commit([insert(late)]);
      expect(await store.commit([update(spent(used))])).toEqual({ committed: true });
      await store.purge(now - lifetime, 100);
      for (const record of [kept, spent(used), late])
        expect(await store.get(record.id)).toEqual(record);
      clock.advance(lifetime);
      await store.purge(now, 100);
      for (const record of [kept, spent(used), late])
        expect(await store.get(record.id)).toEqual(record);
    });

    on('stays as it was when the clock jumps forward and back', async (fixture) => {
      const { store, records, clock, now } = fixture;
      const long = { expiresAt: now + 2 * year };
      const [kept, used] = [records(long), records(long)];
      await store.commit([insert(kept)]);
      await store.commit([insert(used)]);
      clock.advance(year);
      const ahead = records({ expiresAt: now + year + lifetime });
      await store.commit([insert(ahead)]);
      expect(await store.commit([update(spent(used))])).toEqual({ committed: true });
      expect(await store.get(kept.id)).toEqual(kept);
      clock.advance(-year);
      for (const record of [kept, spent(used), ahead])
        expect(await store.get(record.id)).toEqual(record);
    });

    for (const [name, limit] of Object.entries(limits))
      on(`goes past ${name}`, async ({ store, records }) => {
        // On either side of the limit, now and when it has been moved twice.
        const offsets = [-3, -2, -1, 0, 1];
        const all = offsets.map((offset) => records({ expiresAt: limit + offset }));
        for (const record of all) await store.commit([insert(record)]);
        for (const record of all) expect(await store.get(record.id)).toEqual(record);
        const used = all.map((record) => ({ ...spent(record), expiresAt: record.expiresAt + 1 }));
        for (const record of used)
          expect(await store.commit([update(record)])).toEqual({ committed: true });
        for (const { id, expiresAt } of used)
          await store.commit([{ type: 'extend', id, expiresAt: expiresAt + 1 }]);
        const expected = used.map((record) => ({ ...record, expiresAt: record.expiresAt + 1 }));
        for (const record of expected) expect(await store.get(record.id)).toEqual(record);
        if (nativeExpiry) return;
        for (const { id, expiresAt } of expected) {
          expect(await store.purge(expiresAt, 10)).toBe(1);
          expect(await store.get(id)).toBe(undefined);
        }
      });
  });
}
