import type { ListRequest, ListTarget, StoredRecord } from '@oauth/core/plugin';
import { insert, recordLifetime, spend, update, type RecordMaker } from '../../record-maker.js';
import { listRecords } from '../../wrap-store.js';
import { newDocument } from '../documents.js';
import type { Suite } from '../suite.js';
import { sortById, walkList } from './walk.js';

interface Listing {
  readonly target: ListTarget;
  readonly kind?: string;
  readonly isListed: (record: StoredRecord) => boolean;
}

const listings: Readonly<Record<string, Listing>> = {
  'what a subject has': {
    target: { subject: 'alice' },
    isListed: ({ subject }) => subject === 'alice',
  },
  'what a subject has of one kind': {
    target: { subject: 'alice' },
    kind: 'refresh_token',
    isListed: ({ subject, kind }) => subject === 'alice' && kind === 'refresh_token',
  },
  'what a subject has at a client': {
    target: { subject: 'alice', clientId: 'app' },
    isListed: ({ subject, clientId }) => subject === 'alice' && clientId === 'app',
  },
  'what a client has': {
    target: { clientId: 'app' },
    isListed: ({ clientId }) => clientId === 'app',
  },
  'what a client has of one kind': {
    target: { clientId: 'app' },
    kind: 'refresh_token',
    isListed: ({ clientId, kind }) => clientId === 'app' && kind === 'refresh_token',
  },
  'documents of a kind': {
    target: { documents: 'document:user' },
    isListed: ({ clientId, kind }) => clientId === '' && kind === 'document:user',
  },
  'nothing of a subject that has nothing': {
    target: { subject: 'carol' },
    isListed: () => false,
  },
  'nothing of a client without a name': { target: { clientId: '' }, isListed: () => false },
  'no tokens as documents': { target: { documents: 'refresh_token' }, isListed: () => false },
};

/** Makes records of different owners and kinds, and documents. */
function newPopulation(newRecord: RecordMaker): readonly StoredRecord[] {
  return [
    newRecord({ subject: 'alice', clientId: 'app' }),
    newRecord({ subject: 'alice', clientId: 'app', kind: 'refresh_token' }),
    newRecord({ subject: 'alice', clientId: 'tv' }),
    newRecord({ subject: 'alice', clientId: 'tv', kind: 'refresh_token' }),
    newRecord({ subject: 'bob', clientId: 'app', kind: 'refresh_token' }),
    newRecord({ subject: undefined, clientId: 'app' }),
    newRecord({ subject: undefined, clientId: 'alice' }),
    newRecord({ subject: 'app', clientId: 'tv' }),
    newRecord({ subject: 'ALICE', clientId: 'APP' }),
    newRecord({ subject: undefined, clientId: 'app', kind: 'document:user' }),
    newDocument(newRecord, 'document:user'),
    newDocument(newRecord, 'document:user'),
    newDocument(newRecord, 'document:client'),
    newDocument(newRecord, 'document:user2'),
    newDocument(newRecord, 'document:user', 'alice'),
  ];
}

/** A list has what its target has, as it is now, and nothing else. */
export function listTargetCases(suite: Suite): void {
  for (const [name, listing] of Object.entries(listings)) listingCase(suite, name, listing);
  changedRecordCase(suite);
  revokedRecordCase(suite);
  similarTargetCase(suite);
}

function listingCase(
  { expect, defineCase }: Suite,
  name: string,
  { target, kind, isListed }: Listing,
): void {
  defineCase(`have ${name}, in pages of any size`, async ({ store, newRecord }) => {
    const records = newPopulation(newRecord);
    for (const record of records) await store.commit([insert(record)]);
    const expected = sortById(records.filter(isListed));
    for (const limit of [1, 2, 1000]) {
      const request: ListRequest = { limit, kind };
      expect(sortById(await walkList(store, target, request))).toEqual(expected);
    }
  });
}

function changedRecordCase({ expect, defineCase }: Suite): void {
  defineCase('have records as they were committed last', async ({ store, newRecord, now }) => {
    const [updated, extended, removed] = [newRecord(), newRecord(), newRecord()];
    for (const record of [updated, extended, removed]) await store.commit([insert(record)]);
    const { id } = extended;
    const expiresAt = now + 2 * recordLifetime;
    await store.commit([update(spend(updated))]);
    await store.commit([{ type: 'extend', id, expiresAt }]);
    await store.commit([{ type: 'remove', id: removed.id }]);
    const listed = await walkList(store, { subject: 'alice' }, { limit: 10 });
    expect(sortById(listed)).toEqual(sortById([spend(updated), { ...extended, expiresAt }]));
  });

  defineCase('have a record by the subject that an update gave it', async (fixture) => {
    const { store, newRecord } = fixture;
    const pending = newRecord({ subject: undefined, kind: 'device_code' });
    const approved = { ...pending, version: 1, subject: 'carol' };
    await store.commit([insert(pending)]);
    expect(await walkList(store, { subject: 'carol' }, { limit: 10 })).toEqual([]);
    await store.commit([update(approved)]);
    expect(await walkList(store, { subject: 'carol' }, { limit: 10 })).toEqual([approved]);
    const denied = { ...approved, version: 2, subject: undefined };
    await store.commit([update(denied)]);
    expect(await walkList(store, { subject: 'carol' }, { limit: 10 })).toEqual([]);
  });
}

function revokedRecordCase({ expect, defineCase }: Suite): void {
  defineCase('are empty once their target is revoked', async ({ store, newRecord }) => {
    for (let grant = 0; grant < 20; grant += 1) await store.commit([insert(newRecord())]);
    await store.revoke({ subject: 'alice' });
    for (const target of [{ subject: 'alice' }, { clientId: 'app' }]) {
      expect(await walkList(store, target, { limit: 7 })).toEqual([]);
      expect((await listRecords(store, target, { limit: 100 })).records).toEqual([]);
    }
  });
}

function similarTargetCase({ expect, defineCase }: Suite): void {
  const long = 'x'.repeat(300);
  const texts = ['abc', 'ABC', 'abc ', 'a%c', 'a_c', "a'c", 'a:b', 'a\nb', '{a}', 'é', 'e\u0301'];
  const similar = [...texts, `${long}1`, `${long}2`];
  defineCase('do not confuse targets that look alike', async ({ store, newRecord }) => {
    for (const text of similar) {
      await store.commit([insert(newRecord({ subject: text, clientId: text }))]);
      await store.commit([insert(newDocument(newRecord, text))]);
    }
    for (const text of similar) {
      const targets = [{ subject: text }, { clientId: text }, { documents: text }];
      for (const target of targets)
        expect((await walkList(store, target, { limit: 5 })).length).toBe(1);
    }
  });
}
