import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as node from './crypto-node.js';
import * as web from './crypto-web.js';

const anyText = fc.string({ unit: 'grapheme' });

describe('random text', () => {
  it.each([0, -1, 1.5, 8193, Number.NaN])(
    'is not of %d bytes, and that spoils no other',
    (bytes) => {
      expect(() => node.randomText(bytes)).toThrow(RangeError);
      const texts = Array.from({ length: 300 }, () => node.randomText(32));
      expect(new Set(texts).size).toBe(300);
      for (const text of texts) expect(text).toMatch(/^(?!A{43})[\w-]{43}$/);
    },
  );
});

describe('the two implementations', () => {
  it('digest every text to the same id', async () => {
    expect(node.sha256('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        expect(await web.sha256(text)).toBe(node.sha256(text));
      }),
    );
  });

  it('decode base64 to the same text', () => {
    const decodes = (expected: string): void => {
      const text = Buffer.from(expected).toString('base64');
      expect(node.decodeBase64(text)).toBe(expected);
      expect(web.decodeBase64(text)).toBe(expected);
    };
    decodes('\ufeffbegins with a byte order mark');
    decodes('long'.repeat(1000));
    fc.assert(fc.property(anyText, decodes));
    const bytes = fc.uint8Array({ minLength: 1 });
    fc.assert(
      fc.property(bytes, (any) => {
        const text = Buffer.from(any).toString('base64');
        expect(web.decodeBase64(text)).toBe(node.decodeBase64(text));
      }),
    );
  });

  it('open what the other sealed, with the secret only', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (secret, text) => {
        for (const sealed of [node.encrypt(secret, text), await web.encrypt(secret, text)]) {
          expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/);
          expect(node.decrypt(secret, sealed)).toBe(text);
          expect(await web.decrypt(secret, sealed)).toBe(text);
          expect(node.decrypt(`${secret}x`, sealed)).toBeUndefined();
          expect(await web.decrypt(`${secret}x`, sealed)).toBeUndefined();
        }
      }),
    );
  });
});

describe.each([
  ['node', node],
  ['web', web],
])('%s', (_, { encrypt, decrypt, randomText }) => {
  it('opens nothing that was changed or is no encrypt', async () => {
    const sealed = await encrypt('secret', 'text');
    for (let at = 0; at < sealed.length - 1; at += 1) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      expect(await decrypt('secret', changed)).toBeUndefined();
    }
    for (const text of ['', 'x', sealed.slice(0, 20), `${sealed}xxxx`, 'x'.repeat(40), '!!!'])
      expect(await decrypt('secret', text)).toBeUndefined();
  });

  it('seals the same text differently each time', async () => {
    expect(await encrypt('secret', 'text')).not.toBe(await encrypt('secret', 'text'));
  });

  // [A9]
  it('gives as many random bytes as asked for, none twice', () => {
    const made = Array.from({ length: 3000 }, () => randomText(32));
    expect(new Set(made).size).toBe(3000);
    for (const text of made) expect(Buffer.from(text, 'base64url')).toHaveLength(32);
    expect([1, 2, 3, 12].map((bytes) => randomText(bytes).length)).toEqual([2, 3, 4, 16]);
  });

  it('gives every byte about as often as any other', () => {
    const counts = Array<number>(256).fill(0);
    for (let round = 0; round < 4000; round += 1)
      for (const byte of Buffer.from(randomText(32), 'base64url'))
        counts[byte] = (counts[byte] ?? 0) + 1;
    // 500 expected each; 6 standard deviations off is no chance.
    expect(Math.min(...counts)).toBeGreaterThan(366);
    expect(Math.max(...counts)).toBeLessThan(634);
  });
});
