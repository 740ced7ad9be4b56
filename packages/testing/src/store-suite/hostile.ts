import { routeLength, type StoredRecord } from '@oauth/core/plugin';
import { insert, spend, update } from '../record-maker.js';
import { committed } from './results.js';
import type { Suite } from './suite.js';
import { tryCall } from './try-call.js';

/** Texts that mean something to a database, a key or an object. */
const hostileTexts: Readonly<Record<string, string>> = {
  'separators of keys': 'a:b/c*d?e[f]g{h}i|j',
  quotes: `'; DROP TABLE records; -- "\\"`,
  wildcards: '%_',
  backslashes: 'a\\b\\\\c\\',
  'line breaks and tabs': 'a\r\nb\tc',
  'spaces around': ' a ',
  'other scripts': 'ünïcödé ελληνικά עברית 漢字',
  'characters outside the basic plane': '👩‍👩‍👧‍👦🏳️‍🌈𝒳',
  'combining marks': 'e\u0301 is not \u00e9',
  'the prototype': '__proto__',
  'a constructor': 'constructor',
  'a method of every object': 'toString',
  'text that looks like a number': '0012',
  'text that looks like JSON': '{"a":[null]}',
};

/** Pairs that a database's collation, padding or parsing may take for one text. */
const twins: Readonly<Record<string, readonly [string, string]>> = {
  'upper and lower case': ['abc', 'ABC'],
  'a space at the end': ['abc', 'abc '],
  'a space at the start': ['abc', ' abc'],
  'composed and decomposed letters': ['\u00e9', 'e\u0301'],
  'sharp s and double s': ['ß', 'ss'],
  'leading zeros': ['7', '007'],
  'numbers in two notations': ['100', '1e2'],
  'ligatures and letters': ['\ufb01', 'fi'],
  'full and half width': ['\uff41', 'a'],
  'accents and none': ['\u00e9', 'e'],
  'an invisible character and none': ['a\u200db', 'ab'],
};

/** Texts that some databases cannot hold, and what they may turn them into. */
const unholdable: Readonly<Record<string, readonly [string, string]>> = {
  NUL: ['a\0b', 'a'],
  'NUL at the end': ['a\0', 'a'],
  'a lone high surrogate': ['a\ud83db', 'a\ufffdb'],
  'a lone low surrogate': ['a\ude00b', 'a\ufffdb'],
  'two lone surrogates': ['\ud800', '\udfff'],
};

/** A grant's id with the text in its route and at its end. */
function toGrantId(text: string): string {
  return `${text}${'-'.repeat(routeLength)}${text}`;
}

/** A grant's id with the text at its end, where a database may cut it off. */
function toLateGrantId(text: string): string {
  return `${'-'.repeat(routeLength)}${text}`;
}

/** A text reaches the record that was stored under it, and no other. */
export function hostileCases(suite: Suite): void {
  suite.describe('hostile text', () => {
    for (const [name, text] of Object.entries(hostileTexts)) hostileTextCases(suite, name, text);
    for (const [name, pair] of Object.entries(twins)) twinCase(suite, name, pair);
    for (const [name, pair] of Object.entries(unholdable)) unholdableCases(suite, name, pair);
    longValueCase(suite);
    for (const member of ['grantId', 'clientId', 'subject', 'kind'] as const)
      longMemberCase(suite, member);
    longIdCase(suite);
    prototypeCase(suite);
  });
}

function hostileTextCases({ expect, defineCase }: Suite, name: string, text: string): void {
  defineCase(`${name} in ids and values come back unchanged`, async ({ store, newRecord }) => {
    const data = { scope: text, issuedAt: 1, details: { [`${text} `]: [text, { a: text }] } };
    const grantId = toGrantId(text);
    const id = `${grantId}${text}`;
    const record = newRecord({ id, grantId, kind: text, clientId: text, subject: text, data });
    const bystander = newRecord();
    expect(await store.get(text)).toBe(undefined);
    await store.commit([insert(record)]);
    await store.commit([insert(bystander)]);
    expect(await store.get(record.id)).toEqual(record);
    await store.commit([update(spend(record, text))]);
    expect(await store.get(record.id)).toEqual(spend(record, text));
    expect(await store.revoke({ subject: text, clientId: text })).toBe(1);
    expect(await store.get(record.id)).toBe(undefined);
    expect(await store.get(bystander.id)).toEqual(bystander);
  });

  defineCase(`${name} as an owner revoke no other owner`, async ({ store, newRecord }) => {
    const record = newRecord();
    await store.commit([insert(record)]);
    for (const target of [{ subject: text }, { clientId: text }, { grantId: text }])
      expect(await store.revoke(target)).toBe(0);
    expect(await store.get(record.id)).toEqual(record);
  });
}

function twinCase(
  { expect, defineCase }: Suite,
  name: string,
  [one, other]: readonly [string, string],
): void {
  defineCase(`does not confuse ${name}`, async ({ store, newRecord }) => {
    const recordOf = (text: string): StoredRecord =>
      newRecord({
        grantId: toGrantId(text),
        clientId: text,
        subject: text,
        id: `${toGrantId(text)}.x`,
      });
    const [first, second] = [recordOf(one), recordOf(other)];
    const sibling = { ...first, id: `${first.id}.${one}` };
    await store.commit([insert(first), insert(sibling)]);
    expect(await store.get(second.id)).toBe(undefined);
    expect(await store.get(`${first.id}.${other}`)).toBe(undefined);
    const otherGrant = { grantId: toGrantId(other) };
    for (const target of [otherGrant, { subject: other }, { clientId: other }])
      expect(await store.revoke(target)).toBe(0);
    expect(await store.commit([insert(second)])).toEqual(committed);
    expect(await store.get(first.id)).toEqual(first);
    expect(await store.revoke({ grantId: toGrantId(one) })).toBe(2);
    expect(await store.get(second.id)).toEqual(second);
  });
}

function unholdableCases(
  { expect, defineCase }: Suite,
  name: string,
  [text, twin]: readonly [string, string],
): void {
  defineCase(`${name} in values comes back unchanged`, async ({ store, newRecord }) => {
    const data = { scope: 'a', issuedAt: 1, details: { [`${text} `]: text } };
    const record = newRecord({ data });
    await store.commit([insert(record)]);
    expect(await store.get(record.id)).toEqual(record);
  });

  defineCase(`${name} in ids and owners comes back unchanged or is refused`, async (fixture) => {
    const { store, newRecord } = fixture;
    const recordOf = (owner: string): StoredRecord =>
      newRecord({
        grantId: toLateGrantId(owner),
        id: toLateGrantId(owner),
        clientId: owner,
        subject: owner,
      });
    const [record, other] = [recordOf(text), recordOf(twin)];
    await store.commit([insert(other)]);
    const result = await tryCall(async () => store.commit([insert(record)]));
    const found = await tryCall(async () => store.get(record.id));
    expect(found).toEqual(result?.committed === true ? record : undefined);
    const grant = { grantId: toLateGrantId(text) };
    for (const target of [{ subject: text }, { clientId: text }, grant])
      await tryCall(async () => store.revoke(target));
    expect(await tryCall(async () => store.get(record.id))).toBe(undefined);
    expect(await store.get(other.id)).toEqual(other);
  });
}

function longValueCase({ expect, defineCase }: Suite): void {
  defineCase('10 kB in values come back whole', async ({ store, newRecord }) => {
    const long = 'ü漢'.repeat(5000);
    const record = newRecord({ data: { scope: long, issuedAt: 1, details: { long, [long]: 1 } } });
    await store.commit([insert(record)]);
    expect(await store.get(record.id)).toEqual(record);
  });
}

function longMemberCase(
  { expect, defineCase }: Suite,
  member: 'grantId' | 'clientId' | 'subject' | 'kind',
): void {
  defineCase(`10 kB in ${member} come back whole or are refused`, async (fixture) => {
    const { store, newRecord } = fixture;
    const long = 'x'.repeat(10_000);
    const records = ['1', '2'].map((end) => newRecord({ [member]: `${long}${end}` }));
    for (const record of records) {
      const result = await tryCall(async () => store.commit([insert(record)]));
      const found = await tryCall(async () => store.get(record.id));
      expect(found).toEqual(result?.committed === true ? record : undefined);
    }
  });
}

function longIdCase({ expect, defineCase }: Suite): void {
  defineCase('10 kB that were never stored are found nowhere', async ({ store, newRecord }) => {
    const record = newRecord();
    await store.commit([insert(record)]);
    for (const id of ['x'.repeat(10_000), record.id + 'x'.repeat(10_000)])
      expect(await store.get(id)).toBe(undefined);
    expect(await store.revoke({ subject: 'x'.repeat(10_000) })).toBe(0);
  });
}

function prototypeCase({ expect, defineCase }: Suite): void {
  defineCase('members named like those of every object change no object', async (fixture) => {
    const { store, newRecord } = fixture;
    const details = { ['__proto__']: { polluted: true }, constructor: { name: 'a' } };
    const record = newRecord({ data: { scope: 'a', issuedAt: 1, details } });
    await store.commit([insert(record)]);
    const found = (await store.get(record.id))?.data.details ?? {};
    expect(Reflect.get(found, 'constructor')).toEqual({ name: 'a' });
    expect(Reflect.get(found, 'polluted')).toBe(undefined);
    expect(Reflect.get({}, 'polluted')).toBe(undefined);
  });
}
