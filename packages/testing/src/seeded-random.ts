import type { RandomSource } from '@oauth/core/plugin';

/**
 * A server's option `random` that repeats itself: one seed gives the same values in the same order, no
 * two of them alike. For tests only, since the seed tells every token.
 */
export function seededRandom(seed: number): RandomSource {
  const next = sfc32(seed);
  return (bytes) => {
    const raw = Array.from({ length: bytes }, () => String.fromCharCode(next() >>> 24)).join('');
    return btoa(raw).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  };
}

/** Chris Doty-Humphrey's Small Fast Counter: 32 bits a call, from 128 bits of state. */
function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [0x9e3779b9, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1];
  const next = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result;
  };
  for (let warmUp = 0; warmUp < 16; warmUp += 1) next();
  return next;
}
