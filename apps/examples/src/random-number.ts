import type { RandomSource } from '@oauth/core/plugin';

/** A random number below 256 to the power of `bytes`, which are at most 6. */
export function createRandomNumber(random: RandomSource, bytes: number): number {
  const text = atob(random(bytes).replaceAll('-', '+').replaceAll('_', '/'));
  return Array.from(text).reduce((sum, byte) => sum * 256 + byte.charCodeAt(0), 0);
}
