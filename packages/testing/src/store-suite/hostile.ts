import type { StoredRecord } from '@oauth/core/plugin';
import type { Kit } from './kit.js';
import { insert, spent, update } from './record-maker.js';
import { unlessRefused } from './unless-refused.js';

const hostile: Readonly<Record<string, string>> = {
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

/** Texts that a database's collation, padding or parsing may take for the same. */
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

/** Texts that some databases cannot hold. Told apart from their twin, or refused. */
const unholdable: Readonly<Record<string, readonly [string, string]>> = {
  NUL: ['a\0b', 'a'],
  'NUL at the end': ['a\0', 'a'],
  'a lone high surrogate': ['a\ud83db', 'a\ufffdb'],
  'a lone low surrogate': ['a\ude00b', 'a\ufffdb'],
  'two lone surrogates': ['\ud800', '\udfff'],
};

/** Ids and values that mean something to somebody mean nothing to a store. */
export function hostileCases({ describe, expect, on }: Kit): void {
  describe('hostile text', () => {
    for (const [name, text] of Object.entries(hostile)) {
      on(`${name} in ids and values come back as they are`, async ({ store, records }) => {
        const data = { scope: text, issuedAt: 1, details: { [`${text} `]: [text, { a: text }] } };
        const grantId = text.padEnd(16, '-');
        const id = `${grantId}${text}`;
        const record = records({ id, grantId, kind: text, clientId: text, subject: text, data });
        const bystander = records();
        expect(await store.get(text)).toBe(undefined);
        await store.commit([insert(record)]);
        await store.commit([insert(bystander)]);
        expect(await store.get(record.id)).toEqual(record);
        await store.commit([update(spent(record, text))]);
        expect(await store.get(record.id)).toEqual(spent(record, text));
        expect(await store.revoke({ subject: text, clientId: text })).toBe(1);
        expect(await store.get(record.id)).toBe(undefined);
        expect(await store.get(bystander.id)).toEqual(bystander);
      });

      on(`${name} as owner name no other`, async ({ store, records }) => {
        const record = records();
        await store.commit([insert(record)]);
        expect(await store.revoke({ subject: text })).toBe(0);
        expect(await store.revoke({ clientId: text })).toBe(0);
        expect(await store.revoke({ grantId: text })).toBe(0);
        expect(await store.get(record.id)).toEqual(record);
      });
    }

    for (const [name, [one, other]] of Object.entries(twins))
      on(`tells ${name} apart`, async ({ store, records }) => {
        const owned = (text: string): StoredRecord =>
          records({ grantId: text, id: `${text}.x`, clientId: text, subject: text });
        const [first, second] = [owned(one), owned(other)];
        const sibling = { ...first, id: `${first.id}.${one}` };
        await store.commit([insert(first), insert(sibling)]);
        expect(await store.get(second.id)).toBe(undefined);
        expect(await store.get(`${first.id}.${other}`)).toBe(undefined);
        for (const target of [{ grantId: other }, { subject: other }, { clientId: other }])
          expect(await store.revoke(target)).toBe(0);
        expect(await store.commit([insert(second)])).toEqual({ committed: true });
        expect(await store.get(first.id)).toEqual(first);
        expect(await store.revoke({ grantId: one })).toBe(2);
        expect(await store.get(second.id)).toEqual(second);
      });

    for (const [name, [text, twin]] of Object.entries(unholdable)) {
      on(`${name} in values comes back as it is`, async ({ store, records }) => {
        const data = { scope: 'a', issuedAt: 1, details: { [`${text} `]: text } };
        const record = records({ data });
        await store.commit([insert(record)]);
        expect(await store.get(record.id)).toEqual(record);
      });

      on(`${name} in ids and owners comes back as it is or is refused`, async (fixture) => {
        const { store, records } = fixture;
        const owned = (owner: string): StoredRecord =>
          records({ grantId: owner, id: owner, clientId: owner, subject: owner });
        const [record, other] = [owned(text), owned(twin)];
        await store.commit([insert(other)]);
        const done = await unlessRefused(async () => store.commit([insert(record)]));
        const found = await unlessRefused(async () => store.get(record.id));
        expect(found).toEqual(done?.committed === true ? record : undefined);
        for (const target of [{ subject: text }, { clientId: text }, { grantId: text }])
          await unlessRefused(async () => store.revoke(target));
        expect(await unlessRefused(async () => store.get(record.id))).toBe(undefined);
        expect(await store.get(other.id)).toEqual(other);
      });
    }

    on('10 kB in values come back whole', async ({ store, records }) => {
      const long = 'ü漢'.repeat(5000);
      const record = records({ data: { scope: long, issuedAt: 1, details: { long, [long]: 1 } } });
      await store.commit([insert(record)]);
      expect(await store.get(record.id)).toEqual(record);
    });

    for (const member of ['grantId', 'clientId', 'subject', 'kind'] as const)
      on(`10 kB in ${member} come back whole or are refused`, async ({ store, records }) => {
        const long = 'x'.repeat(10_000);
        const [one, other] = [records({ [member]: `${long}1` }), records({ [member]: `${long}2` })];
        for (const record of [one, other]) {
          const done = await unlessRefused(async () => store.commit([insert(record)]));
          const found = await unlessRefused(async () => store.get(record.id));
          expect(found).toEqual(done?.committed === true ? record : undefined);
        }
      });

    on('10 kB that nobody stored are found nowhere', async ({ store, records }) => {
      const record = records();
      await store.commit([insert(record)]);
      for (const id of ['x'.repeat(10_000), record.id + 'x'.repeat(10_000)])
        expect(await store.get(id)).toBe(undefined);
      expect(await store.revoke({ subject: 'x'.repeat(10_000) })).toBe(0);
    });

    on('members named like those of every object change no object', async (fixture) => {
      const { store, records } = fixture;
      const details = { ['__proto__']: { polluted: true }, constructor: { name: 'a' } };
      const record = records({ data: { scope: 'a', issuedAt: 1, details } });
      await store.commit([insert(record)]);
      const found = (await store.get(record.id))?.data.details ?? {};
      expect(Reflect.get(found, 'constructor')).toEqual({ name: 'a' });
      expect(Reflect.get(found, 'polluted')).toBe(undefined);
      expect(Reflect.get({}, 'polluted')).toBe(undefined);
    });
  });
}
