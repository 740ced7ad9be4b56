import { expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { assertConfiguration, checkIntegers, checkNames } from './index.js';

const rule = { pattern: /^[a-z]+$/, text: 'letters' };
const range = { min: 0, max: 10 };

it('reports every fault of a configuration in one error', () => {
  const assertOptions = (prefix: string, size: number): void =>
    assertConfiguration((check) => {
      checkNames({ prefix, schema: undefined }, rule, check, 'anyStore.');
      checkIntegers({ size }, range, check, 'anyStore.');
    });
  expect(() => assertOptions('a', 10)).not.toThrow();
  expect(() => assertOptions('a"; DROP', 11)).toThrow(ConfigurationError);
  expect(() => assertOptions('a"; DROP', 11)).toThrow(
    'anyStore.prefix: must be letters; it is "a\\"; DROP"',
  );
  for (const size of [11, -1, 1.5, NaN, Infinity])
    expect(() => assertOptions('a', size)).toThrow(
      `anyStore.size: must be an integer from 0 to 10; it is ${size}`,
    );
});
