import { insert, recordLifetime, spend, update } from '../record-maker.js';
import { coreToken, liveTokenCheck } from './core-token.js';
import { committed } from './results.js';
import type { Suite } from './suite.js';

const year = 365 * 86_400;

/** Epoch seconds at which a number overflows, or is sorted wrongly as text. */
const limits: Readonly<Record<string, number>> = {
  'the end of signed 32 bits, in 2038': 2 ** 31,
  'the end of unsigned 32 bits, in 2106': 2 ** 32,
  'the eleventh digit, in 2286': 10_000_000_000,
  'the year 9999': 253_402_300_799,
};

/** Records live exactly until they expire, whatever the clock does meanwhile. */
export function expiryCases(suite: Suite): void {
  suite.describe('expiry', () => {
    expirySecondCases(suite);
    clockJumpCases(suite);
    for (const [name, limit] of Object.entries(limits)) limitCase(suite, name, limit);
  });
}

function expirySecondCases({ expect, defineCase }: Suite): void {
  defineCase('ends a token in the second that its record says', async (fixture) => {
    const { store, newRecord, clock, now } = fixture;
    const isLive = liveTokenCheck(fixture);
    for (const secondsLeft of [2, 1, 0, -1]) {
      const token = await coreToken(newRecord().grantId);
      const record = newRecord({ ...token.members, expiresAt: now + 10 });
      clock.set(now * 1000);
      await store.commit([insert(record)]);
      clock.set((now + 10 - secondsLeft) * 1000);
      // A store may return an expired record or not. Core must not accept it either way.
      if (secondsLeft > 0) expect(await store.get(record.id)).toEqual(record);
      expect(await isLive(token.text)).toBe(secondsLeft > 0);
    }
  });

  defineCase('is in seconds, while the clock shows milliseconds', async (fixture) => {
    const { store, newRecord, clock, now } = fixture;
    const { grantId } = newRecord();
    const records = [newRecord({ grantId, expiresAt: now + 2 }), newRecord({ grantId })];
    await store.commit(records.map(insert));
    clock.advance(1);
    // A store that drops expired records in passing does so now.
    for (let turn = 0; turn < 50; turn += 1) await store.commit([insert(newRecord())]);
    await store.purge(now + 1, 1000);
    for (const record of records) expect(await store.get(record.id)).toEqual(record);
    const updates = records.map((record) => update(spend(record)));
    expect(await store.commit(updates)).toEqual(committed);
  });
}

function clockJumpCases({ expect, defineCase }: Suite): void {
  defineCase('stays the same when the clock jumps back', async (fixture) => {
    const { store, newRecord, clock, now } = fixture;
    const [untouched, updated] = [newRecord(), newRecord()];
    await store.commit([insert(untouched)]);
    await store.commit([insert(updated)]);
    clock.advance(-recordLifetime);
    const late = newRecord({ expiresAt: now + 60 });
    await store.commit([insert(late)]);
    expect(await store.commit([update(spend(updated))])).toEqual(committed);
    const records = [untouched, spend(updated), late];
    await store.purge(now - recordLifetime, 100);
    for (const record of records) expect(await store.get(record.id)).toEqual(record);
    clock.advance(recordLifetime);
    await store.purge(now, 100);
    for (const record of records) expect(await store.get(record.id)).toEqual(record);
  });

  defineCase('stays the same when the clock jumps forward and back', async (fixture) => {
    const { store, newRecord, clock, now } = fixture;
    const expiresAt = now + 2 * year;
    const [untouched, updated] = [newRecord({ expiresAt }), newRecord({ expiresAt })];
    await store.commit([insert(untouched)]);
    await store.commit([insert(updated)]);
    clock.advance(year);
    const ahead = newRecord({ expiresAt: now + year + recordLifetime });
    await store.commit([insert(ahead)]);
    expect(await store.commit([update(spend(updated))])).toEqual(committed);
    expect(await store.get(untouched.id)).toEqual(untouched);
    clock.advance(-year);
    for (const record of [untouched, spend(updated), ahead])
      expect(await store.get(record.id)).toEqual(record);
  });
}

function limitCase({ expect, defineCase, nativeExpiry }: Suite, name: string, limit: number): void {
  defineCase(`goes past ${name}`, async ({ store, newRecord }) => {
    // On either side of the limit, also after the expiry was moved twice.
    const records = [-3, -2, -1, 0, 1].map((offset) => newRecord({ expiresAt: limit + offset }));
    for (const record of records) await store.commit([insert(record)]);
    for (const record of records) expect(await store.get(record.id)).toEqual(record);
    const moved = records.map((record) => ({ ...spend(record), expiresAt: record.expiresAt + 1 }));
    for (const record of moved) expect(await store.commit([update(record)])).toEqual(committed);
    for (const { id, expiresAt } of moved)
      await store.commit([{ type: 'extend', id, expiresAt: expiresAt + 1 }]);
    const expected = moved.map((record) => ({ ...record, expiresAt: record.expiresAt + 1 }));
    for (const record of expected) expect(await store.get(record.id)).toEqual(record);
    if (nativeExpiry) return;
    for (const { id, expiresAt } of expected) {
      expect(await store.purge(expiresAt, 10)).toBe(1);
      expect(await store.get(id)).toBe(undefined);
    }
  });
}
