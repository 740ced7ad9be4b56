import {
  routeLength,
  type RevocationTarget,
  type Store,
  type StoredRecord,
} from '@oauth/core/plugin';
import { insert, recordLifetime, spend, update, type RecordMaker } from '../record-maker.js';
import { committed, lostResult } from './results.js';
import type { Suite } from './suite.js';

type Coverage = readonly [RevocationTarget, (record: StoredRecord) => boolean];

const targets: Readonly<Record<string, Coverage>> = {
  'a subject': [{ subject: 'alice' }, ({ subject }) => subject === 'alice'],
  'a client': [{ clientId: 'app' }, ({ clientId }) => clientId === 'app'],
  'a subject at a client': [
    { subject: 'alice', clientId: 'app' },
    ({ subject, clientId }) => subject === 'alice' && clientId === 'app',
  ],
  'a subject, with an undefined client': [
    { subject: 'alice', clientId: undefined },
    ({ subject }) => subject === 'alice',
  ],
  'a subject that has nothing': [{ subject: 'carol' }, () => false],
  'a subject at a client that it never used': [{ subject: 'bob', clientId: 'tv' }, () => false],
  'a client that has nothing': [{ clientId: 'unknown' }, () => false],
  'a grant that is not there': [{ grantId: 'no-such-grant---' }, () => false],
};

/** Stores records of different owners, some of whose names begin alike or differ in case only. */
async function insertPopulation(
  store: Store,
  newRecord: RecordMaker,
): Promise<readonly StoredRecord[]> {
  const records = [
    newRecord({ subject: 'alice', clientId: 'app' }),
    newRecord({ subject: 'alice', clientId: 'app', kind: 'refresh_token' }),
    newRecord({ subject: 'alice', clientId: 'tv' }),
    newRecord({ subject: 'bob', clientId: 'app' }),
    newRecord({ subject: undefined, clientId: 'app' }),
    newRecord({ subject: undefined, clientId: 'alice' }),
    newRecord({ subject: 'app', clientId: 'tv' }),
    newRecord({ subject: 'alice2', clientId: 'app2' }),
    newRecord({ subject: 'ALICE', clientId: 'APP' }),
  ];
  for (const record of records) await store.commit([insert(record)]);
  return records;
}

/** A revocation deletes all that its target has and nothing else, and counts it. */
export function revocationCases(suite: Suite): void {
  suite.describe('revoke', () => {
    for (const [name, coverage] of Object.entries(targets)) targetCase(suite, name, coverage);
    similarGrantCase(suite);
    changedRecordCases(suite);
    manyGrantsCase(suite);
    revokedGrantCase(suite);
  });
}

function targetCase({ expect, defineCase }: Suite, name: string, coverage: Coverage): void {
  const [target, isCovered] = coverage;
  defineCase(`deletes all records of ${name}, and nothing else`, async (fixture) => {
    const { store, newRecord } = fixture;
    const records = await insertPopulation(store, newRecord);
    expect(await store.revoke(target)).toBe(records.filter(isCovered).length);
    for (const record of records)
      expect(await store.get(record.id)).toEqual(isCovered(record) ? undefined : record);
    expect(await store.revoke(target)).toBe(0);
  });
}

function similarGrantCase({ expect, defineCase }: Suite): void {
  defineCase('leaves grants whose ids begin like that of the revoked one', async (fixture) => {
    const { store, newRecord } = fixture;
    const route = 'grant'.padEnd(routeLength, '-');
    const others = [newRecord({ grantId: `${route}1` }), newRecord({ grantId: route })];
    const grantId = `${route}10`;
    const records = [newRecord({ grantId }), newRecord({ grantId }), newRecord({ grantId })];
    for (const record of others) await store.commit([insert(record)]);
    await store.commit(records.map(insert));
    expect(await store.revoke({ grantId: `${route}1` })).toBe(1);
    for (const record of records) expect(await store.get(record.id)).toEqual(record);
    expect(await store.revoke({ grantId })).toBe(3);
    for (const record of records) expect(await store.get(record.id)).toBe(undefined);
    expect(await store.revoke({ grantId: route })).toBe(1);
  });
}

function changedRecordCases({ expect, defineCase }: Suite): void {
  defineCase('deletes records that were updated and extended since', async (fixture) => {
    const { store, newRecord, now } = fixture;
    const record = newRecord();
    const { id, subject = '', clientId } = record;
    await store.commit([insert(record)]);
    await store.commit([update(spend(record))]);
    await store.commit([{ type: 'extend', id, expiresAt: now + 2 * recordLifetime }]);
    expect(await store.revoke({ subject, clientId })).toBe(1);
    expect(await store.get(id)).toBe(undefined);
  });

  defineCase('deletes a record by the subject that an update gave it', async (fixture) => {
    const { store, newRecord } = fixture;
    const pending = newRecord({ subject: undefined, kind: 'device_code' });
    const approved = { ...pending, version: 1, subject: 'carol' };
    await store.commit([insert(pending)]);
    expect(await store.revoke({ subject: 'carol' })).toBe(0);
    expect(await store.commit([update(approved)])).toEqual(committed);
    expect(await store.get(approved.id)).toEqual(approved);
    expect(await store.revoke({ subject: 'carol' })).toBe(1);
    expect(await store.get(approved.id)).toBe(undefined);
  });

  defineCase('counts no record that was removed before', async ({ store, newRecord }) => {
    const [removed, left] = [newRecord(), newRecord()];
    await store.commit([insert(removed)]);
    await store.commit([insert(left)]);
    await store.commit([{ type: 'remove', id: removed.id }]);
    expect(await store.revoke({ clientId: left.clientId })).toBe(1);
  });
}

function manyGrantsCase({ expect, defineCase }: Suite): void {
  defineCase('deletes hundreds of grants at once', async ({ store, newRecord }) => {
    const records = Array.from({ length: 500 }, () => newRecord());
    const insertGrant = async (record: StoredRecord): Promise<unknown> =>
      store.commit([insert(record), insert(newRecord({ grantId: record.grantId }))]);
    await Promise.all(records.map(insertGrant));
    const bystander = newRecord({ subject: 'bob' });
    await store.commit([insert(bystander)]);
    expect(await store.revoke({ subject: 'alice' })).toBe(1000);
    expect(await store.get(bystander.id)).toEqual(bystander);
    expect(await store.revoke({ clientId: bystander.clientId })).toBe(1);
  });
}

function revokedGrantCase({ expect, defineCase }: Suite): void {
  defineCase('ends what builds on the grant, and lets a new grant begin', async (fixture) => {
    const { store, newRecord } = fixture;
    const refresh = newRecord({ kind: 'refresh_token' });
    const { id, grantId, expiresAt } = refresh;
    await store.commit([insert(refresh)]);
    await store.revoke({ grantId });
    const token = newRecord({ grantId });
    const lost = lostResult(id);
    expect(await store.commit([update(spend(refresh)), insert(token)])).toEqual(lost);
    const extend = { type: 'extend', id, expiresAt } as const;
    expect(await store.commit([extend, insert(token)])).toEqual(lost);
    expect(await store.get(token.id)).toBe(undefined);
    const next = newRecord();
    expect(await store.commit([insert(next)])).toEqual(committed);
    expect(await store.get(next.id)).toEqual(next);
  });
}
