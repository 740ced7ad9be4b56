import { insert, recordLifetime, spend, update } from '../record-maker.js';
import { committed, lostResult } from './results.js';
import type { Suite } from './suite.js';

/** What each kind of change does, and when it loses. */
export function commitCases(suite: Suite): void {
  suite.describe('commit', () => {
    updateCases(suite);
    extendCases(suite);
    removeCases(suite);
    combinedCases(suite);
  });
}

function updateCases({ expect, defineCase }: Suite): void {
  defineCase('updates the version that was read, once', async ({ store, newRecord }) => {
    const record = newRecord();
    await store.commit([insert(record)]);
    expect(await store.commit([update(spend(record, 'first'))])).toEqual(committed);
    expect(await store.commit([update(spend(record, 'second'))])).toEqual(lostResult(record.id));
    expect(await store.get(record.id)).toEqual(spend(record, 'first'));
  });

  defineCase('updates a record again from its new version', async ({ store, newRecord }) => {
    let record = newRecord();
    await store.commit([insert(record)]);
    for (let turn = 1; turn <= 5; turn += 1) {
      record = spend(record, `turn ${turn}`);
      expect(await store.commit([update(record)])).toEqual(committed);
      expect(await store.get(record.id)).toEqual(record);
    }
  });

  defineCase('loses an update of a version that was never stored', async (fixture) => {
    const { store, newRecord } = fixture;
    const record = newRecord();
    const lost = lostResult(record.id);
    expect(await store.commit([update(spend(record))])).toEqual(lost);
    expect(await store.get(record.id)).toBe(undefined);
    await store.commit([insert(record)]);
    expect(await store.commit([update({ ...record, version: 2 })])).toEqual(lost);
    expect(await store.commit([update(record)])).toEqual(lost);
    expect(await store.get(record.id)).toEqual(record);
  });

  defineCase('names the record that lost among others', async ({ store, newRecord }) => {
    const [good, stale] = [newRecord(), newRecord({ grantId: 'grant-of-two-----' })];
    const other = newRecord({ grantId: stale.grantId });
    await store.commit([insert(good)]);
    await store.commit([insert(stale), insert(other)]);
    await store.commit([update(spend(stale))]);
    const changes = [update(spend(other)), update(spend(stale, 'again'))];
    expect(await store.commit(changes)).toEqual(lostResult(stale.id));
    expect(await store.get(other.id)).toEqual(other);
  });
}

function extendCases({ expect, defineCase }: Suite): void {
  defineCase('moves an expiry later, never earlier, and nothing else', async (fixture) => {
    const { store, newRecord } = fixture;
    const record = newRecord();
    const { id } = record;
    const later = record.expiresAt + 60;
    await store.commit([insert(record)]);
    expect(await store.commit([{ type: 'extend', id, expiresAt: later }])).toEqual(committed);
    const extended = { ...record, expiresAt: later };
    expect(await store.get(id)).toEqual(extended);
    for (const expiresAt of [later, record.expiresAt, 0]) {
      expect(await store.commit([{ type: 'extend', id, expiresAt }])).toEqual(committed);
      expect(await store.get(id)).toEqual(extended);
    }
    expect(await store.commit([update(spend(extended))])).toEqual(committed);
  });

  defineCase('loses an extension of a record that is not there', async (fixture) => {
    const { store, newRecord, now } = fixture;
    const record = newRecord();
    const { id } = record;
    const extend = { type: 'extend', id, expiresAt: now + 2 * recordLifetime } as const;
    expect(await store.commit([extend])).toEqual(lostResult(id));
    await store.commit([insert(record)]);
    await store.commit([{ type: 'remove', id }]);
    expect(await store.commit([extend])).toEqual(lostResult(id));
    expect(await store.get(id)).toBe(undefined);
  });
}

function removeCases({ expect, defineCase }: Suite): void {
  defineCase('removes a record, and commits when it is gone already', async (fixture) => {
    const { store, newRecord } = fixture;
    const record = newRecord();
    const other = newRecord({ grantId: record.grantId });
    const remove = { type: 'remove', id: record.id } as const;
    expect(await store.commit([remove])).toEqual(committed);
    await store.commit([insert(record), insert(other)]);
    expect(await store.commit([remove])).toEqual(committed);
    expect(await store.commit([remove])).toEqual(committed);
    expect(await store.get(record.id)).toBe(undefined);
    expect(await store.get(other.id)).toEqual(other);
    expect(await store.commit([update(spend(record))])).toEqual(lostResult(record.id));
    expect(await store.commit([insert(record)])).toEqual(committed);
    expect(await store.get(record.id)).toEqual(record);
  });
}

function combinedCases({ expect, defineCase }: Suite): void {
  defineCase('carries out all kinds of changes in one commit', async (fixture) => {
    const { store, newRecord, now } = fixture;
    const code = newRecord({ kind: 'authorization_code' });
    const { grantId } = code;
    const [extended, removed] = [newRecord({ grantId }), newRecord({ grantId })];
    const [access, refresh] = [newRecord({ grantId }), newRecord({ grantId })];
    await store.commit([insert(code), insert(extended), insert(removed)]);
    const expiresAt = now + 2 * recordLifetime;
    const changes = [
      update(spend(code)),
      { type: 'extend', id: extended.id, expiresAt } as const,
      { type: 'remove', id: removed.id } as const,
      insert(access),
      insert(refresh),
    ];
    expect(await store.commit(changes)).toEqual(committed);
    expect(await store.get(code.id)).toEqual(spend(code));
    expect(await store.get(extended.id)).toEqual({ ...extended, expiresAt });
    expect(await store.get(removed.id)).toBe(undefined);
    expect(await store.get(access.id)).toEqual(access);
    expect(await store.get(refresh.id)).toEqual(refresh);
  });
}
