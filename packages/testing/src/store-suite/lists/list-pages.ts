import type { ListTarget, Store, StoredRecord } from '@oauth/core/plugin';
import { insert, recordLifetime, spend, update, type RecordMaker } from '../../record-maker.js';
import { listRecords } from '../../wrap-store.js';
import { newDocument } from '../documents.js';
import type { Suite } from '../suite.js';
import { sortById, walkList } from './walk.js';

/** Records of a list of several pages: in Redis, over all keys of an index. */
const listLength = 150;

type MakeListed = (newRecord: RecordMaker) => StoredRecord;

/** Each kind of target, and records that its list has. */
const lists: Readonly<Record<string, readonly [ListTarget, MakeListed]>> = {
  'a subject': [{ subject: 'alice' }, (newRecord) => newRecord()],
  'a client': [{ clientId: 'app' }, (newRecord) => newRecord()],
  documents: [
    { documents: 'document:user' },
    (newRecord) => newDocument(newRecord, 'document:user'),
  ],
};

/** Pages have about as many records as they may, and together every record once. */
export function listPageCases(suite: Suite): void {
  for (const [name, [target, newListed]] of Object.entries(lists)) {
    pageSizeCase(suite, name, target, newListed);
    changingListCase(suite, name, target, newListed);
  }
  repeatedPageCase(suite);
  rareKindCase(suite);
  refusedRequestCases(suite);
}

async function insertListed(
  store: Store,
  newRecord: RecordMaker,
  newListed: MakeListed,
): Promise<readonly StoredRecord[]> {
  const records = Array.from({ length: listLength }, () => newListed(newRecord));
  await Promise.all(records.map(async (record) => store.commit([insert(record)])));
  return records;
}

function pageSizeCase(
  { expect, defineCase }: Suite,
  name: string,
  target: ListTarget,
  newListed: MakeListed,
): void {
  defineCase(`of ${name} have at most their limit, and every record once`, async (fixture) => {
    const { store, newRecord } = fixture;
    const records = await insertListed(store, newRecord, newListed);
    const sizes: number[] = [];
    const listed = await walkList(store, target, { limit: 20 }, async ({ length }) =>
      sizes.push(length),
    );
    expect(sortById(listed)).toEqual(sortById(records));
    // Grants of one record each, so that no store has a reason to exceed the limit.
    expect(sizes.filter((size) => size > 20)).toEqual([]);
    // A list in many near-empty pages would not take as long per record however long it is.
    expect(sizes.length < 2 * listLength).toBe(true);
  });
}

function changingListCase(
  { expect, defineCase }: Suite,
  name: string,
  target: ListTarget,
  newListed: MakeListed,
): void {
  defineCase(`of ${name} miss and repeat no record while others change`, async (fixture) => {
    const { store, newRecord, now } = fixture;
    const records = await insertListed(store, newRecord, newListed);
    const untouched = records.filter((_, index) => index % 3 === 0);
    const changing = records.filter((_, index) => index % 3 !== 0);
    const removed = new Set<string>();
    let expiresAt = now + recordLifetime;
    const listed = await walkList(store, target, { limit: 10 }, async () => {
      const [first, second, third] = changing.splice(0, 3);
      expiresAt += 60;
      await store.commit([insert(newListed(newRecord))]);
      if (first) await store.commit([{ type: 'extend', id: first.id, expiresAt }]);
      if (second) await store.commit([update({ ...spend(second), expiresAt })]);
      if (third) await store.commit([{ type: 'remove', id: third.id }]);
      if (third) removed.add(third.id);
    });
    const ids = listed.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const stayed = records.filter(({ id }) => !removed.has(id));
    expect(stayed.filter(({ id }) => !ids.includes(id))).toEqual([]);
    for (const record of untouched)
      expect(listed.find(({ id }) => id === record.id)).toEqual(record);
  });
}

function repeatedPageCase({ expect, defineCase }: Suite): void {
  defineCase('can be read again, in any order and by any connection', async (fixture) => {
    const { store, newRecord } = fixture;
    await insertListed(store, newRecord, () => newRecord());
    const target = { subject: 'alice' };
    const first = await listRecords(store, target, { limit: 10 });
    const secondRequest = { limit: 10, after: first.next };
    const second = await listRecords(store, target, secondRequest);
    expect(await listRecords(store, target, secondRequest)).toEqual(second);
    expect(await listRecords(store, target, { limit: 10 })).toEqual(first);
    const third = await listRecords(store, target, { limit: 5, after: second.next });
    const ids = [first, second, third].flatMap(({ records }) => records.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });
}

function rareKindCase({ expect, defineCase }: Suite): void {
  defineCase('go on past records of other kinds and clients', async ({ store, newRecord }) => {
    await insertListed(store, newRecord, () => newRecord());
    const rare = newRecord({ kind: 'rare', clientId: 'tv' });
    await store.commit([insert(rare)]);
    await insertListed(store, newRecord, () => newRecord());
    const subject = 'alice';
    for (const limit of [1, 3]) {
      expect(await walkList(store, { subject }, { limit, kind: 'rare' })).toEqual([rare]);
      expect(await walkList(store, { subject, clientId: 'tv' }, { limit })).toEqual([rare]);
    }
  });
}

function refusedRequestCases({ expect, defineCase }: Suite): void {
  for (const limit of [0, -1, 1001, 1.5, NaN])
    defineCase(`with a limit of ${limit} are refused, naming the limit`, async ({ store }) => {
      expect((await getListError(store, { limit })).includes('limit')).toBe(true);
    });

  for (const after of ['', 'x', '{', '-1', '"', 'ü'])
    defineCase(
      `after ${JSON.stringify(after)} are refused, naming \`after\``,
      async ({ store }) => {
        expect((await getListError(store, { limit: 10, after })).includes('after')).toBe(true);
      },
    );
}

/** The message that `list` throws; empty when it throws nothing. */
async function getListError(
  store: Store,
  request: Parameters<NonNullable<Store['list']>>[1],
): Promise<string> {
  try {
    await listRecords(store, { subject: 'alice' }, request);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
