import type { StoredRecord } from '@oauth/core/plugin';
import type { Kit } from './kit.js';
import { insert, spent, update } from './record-maker.js';

/** What is stored comes back whole. */
export function roundTripCases(kit: Kit): void {
  const { describe, expect, on, makeStore, persistent, recorder } = kit;
  const members: Readonly<Record<string, Partial<StoredRecord>>> = {
    'every member': {
      version: 0,
      kind: 'refresh_token',
      clientId: 'https://client.example/metadata.json',
      subject: 'user|42',
      data: {
        scope: 'openid read',
        issuedAt: 1_999_999_999,
        audience: ['https://api.example', 'urn:other'],
        details: { acr: 'urn:mace:silver', auth_time: 1_999_999_990 },
        spentAt: 2_000_000_000,
        until: 2_001_000_000,
        remembered: 'bm90IGEgc2VjcmV0',
      },
    },
    'no subject and nothing optional': {
      subject: undefined,
      data: { scope: '', issuedAt: 0, audience: undefined, details: undefined, spentAt: undefined },
    },
    'nested details': {
      data: {
        scope: 'a',
        issuedAt: 1,
        details: {
          nothing: null,
          list: [1, 'two', [3, null], { four: [] }],
          deep: { er: { est: { empty: {}, yes: true, no: false, nothing: null } } },
        },
      },
    },
    'numbers at their limits': {
      data: {
        scope: 'a',
        issuedAt: 1.5,
        numbers: [0, -1, 2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER, 1e-7, 1e300],
      },
    },
    'an expiry past 2038': { expiresAt: 4_102_444_800 },
    'a kind that a plugin made up': { kind: 'urn:example:device-code' },
  };

  describe('round trip', () => {
    for (const [name, given] of Object.entries(members))
      on(`gives back ${name}`, async ({ store, records }) => {
        const record = records(given);
        expect((await store.commit([insert(record)])).committed).toBe(true);
        expect(await store.get(record.id)).toEqual(record);
      });

    on('knows nothing of an id it was never given', async ({ store, records }) => {
      const record = records();
      expect(await store.get(record.id)).toBe(undefined);
      await store.commit([insert(record)]);
      expect(await store.get(records().id)).toBe(undefined);
      expect(await store.get(record.grantId)).toBe(undefined);
      expect(await store.get(`${record.id}.`)).toBe(undefined);
      expect(await store.get(record.id.slice(0, -1))).toBe(undefined);
      expect(await store.get('')).toBe(undefined);
    });

    on('tells records of one grant apart', async ({ store, records }) => {
      const first = records();
      const { grantId } = first;
      const all = [first, ...Array.from({ length: 99 }, () => records({ grantId }))];
      await store.commit(all.map(insert));
      for (const record of all) expect(await store.get(record.id)).toEqual(record);
    });

    on('shares nothing with another store', async ({ store, records, now }) => {
      const other = await makeStore({ clock: () => now * 1000 });
      try {
        const record = records();
        await store.commit([insert(record)]);
        expect(await other.store.get(record.id)).toBe(undefined);
        expect(await other.store.revoke({ clientId: record.clientId })).toBe(0);
        expect(await store.get(record.id)).toEqual(record);
      } finally {
        await other.close?.();
      }
    });

    if (!persistent) recorder.skip('opening again, and races of several connections', 'persistent');
    else
      on('keeps records for who opens the store again', async ({ store, made, records }) => {
        if (made.open === undefined) throw new Error('makeStore must give open.');
        const [record, updated] = [records(members['every member']), records()];
        await store.commit([insert(record)]);
        await store.commit([insert(updated)]);
        await store.commit([update(spent(updated))]);
        const reopened = await made.open();
        expect(await reopened.get(record.id)).toEqual(record);
        expect(await reopened.get(updated.id)).toEqual(spent(updated));
        const lost = { committed: false, lost: updated.id };
        expect(await reopened.commit([update(spent(updated))])).toEqual(lost);
        expect(await reopened.revoke({ clientId: updated.clientId })).toBe(1);
      });
  });
}
