import type { StoredRecord } from '@oauth/core/plugin';
import { insert, spend, update } from '../record-maker.js';
import { lostResult } from './results.js';
import type { Suite } from './suite.js';

const recordMembers: Readonly<Record<string, Partial<StoredRecord>>> = {
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
  'a kind of a plugin': { kind: 'urn:example:device-code' },
};

/** What is stored comes back whole. */
export function roundTripCases(suite: Suite): void {
  suite.describe('round trip', () => {
    for (const [name, given] of Object.entries(recordMembers)) membersCase(suite, name, given);
    unknownIdCase(suite);
    siblingsCase(suite);
    separateStoresCase(suite);
    if (suite.persistent) reopeningCase(suite);
    else suite.recorder.skipGroup('opening again, and races of several connections', 'persistent');
  });
}

function membersCase(
  { expect, defineCase }: Suite,
  name: string,
  given: Partial<StoredRecord>,
): void {
  defineCase(`returns ${name} as it was stored`, async ({ store, newRecord }) => {
    const record = newRecord(given);
    expect((await store.commit([insert(record)])).committed).toBe(true);
    expect(await store.get(record.id)).toEqual(record);
  });
}

function unknownIdCase({ expect, defineCase }: Suite): void {
  defineCase('finds nothing by an id that was never stored', async ({ store, newRecord }) => {
    const record = newRecord();
    expect(await store.get(record.id)).toBe(undefined);
    await store.commit([insert(record)]);
    const { id, grantId } = record;
    for (const unknown of [newRecord().id, grantId, `${id}.`, id.slice(0, -1), ''])
      expect(await store.get(unknown)).toBe(undefined);
  });
}

function siblingsCase({ expect, defineCase }: Suite): void {
  defineCase('does not confuse records of one grant', async ({ store, newRecord }) => {
    const { grantId } = newRecord();
    const records = Array.from({ length: 100 }, () => newRecord({ grantId }));
    await store.commit(records.map(insert));
    for (const record of records) expect(await store.get(record.id)).toEqual(record);
  });
}

function separateStoresCase({ expect, defineCase, makeStore }: Suite): void {
  defineCase('shares nothing with another store', async ({ store, newRecord, now }) => {
    const other = await makeStore({ clock: () => now * 1000 });
    try {
      const record = newRecord();
      await store.commit([insert(record)]);
      expect(await other.store.get(record.id)).toBe(undefined);
      expect(await other.store.revoke({ clientId: record.clientId })).toBe(0);
      expect(await store.get(record.id)).toEqual(record);
    } finally {
      await other.close?.();
    }
  });
}

function reopeningCase({ expect, defineCase }: Suite): void {
  defineCase('keeps records when the store is opened again', async (fixture) => {
    const { store, made, newRecord } = fixture;
    if (made.open === undefined) throw new Error('makeStore must give open.');
    const [record, updated] = [newRecord(recordMembers['every member']), newRecord()];
    await store.commit([insert(record)]);
    await store.commit([insert(updated)]);
    await store.commit([update(spend(updated))]);
    const reopened = await made.open();
    expect(await reopened.get(record.id)).toEqual(record);
    expect(await reopened.get(updated.id)).toEqual(spend(updated));
    expect(await reopened.commit([update(spend(updated))])).toEqual(lostResult(updated.id));
    expect(await reopened.revoke({ clientId: updated.clientId })).toBe(1);
  });
}
