import { expect, it } from 'vitest';
import { seededRandom } from './seeded-random.js';

it('gives the same values for the same seed, and different ones for another', () => {
  const values = (seed: number): string[] => Array.from({ length: 50 }, () => random(seed)(32));
  const random = (seed: number) => seededRandom(seed);
  expect(values(1)).toEqual(values(1));
  const [one, two] = [seededRandom(1), seededRandom(2)];
  expect(Array.from({ length: 50 }, () => one(32))).not.toContain(two(32));
});

it.each([0, 1, -1, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER])(
  'never repeats a value with seed %s',
  (seed) => {
    const random = seededRandom(seed);
    const values = Array.from({ length: 20_000 }, () => random(12));
    expect(new Set(values).size).toBe(values.length);
  },
);

it.each([0, 1, 2, 3, 12, 32, 33])(
  'gives %s bytes as base64url text, like the real source',
  (bytes) => {
    const text = seededRandom(7)(bytes);
    expect(text).toMatch(/^[\w-]*$/);
    expect(Buffer.from(text, 'base64url').length).toBe(bytes);
    expect(Buffer.from(text, 'base64url').toString('base64url')).toBe(text);
  },
);
