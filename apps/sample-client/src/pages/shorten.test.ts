import { expect, it } from 'vitest';
import { shorten } from './shorten.js';

it.each([
  [`Bearer ${'aB3-'.repeat(15)}`, 'Bearer aB3-aB3-aB3-aB3-…aB3-aB3-'],
  [
    'authorization_response_iss_parameter_supported',
    'authorization_response_iss_parameter_supported',
  ],
  ['http://localhost:3000/.well-known/oauth-authorization-server', undefined],
  ['a short one: Zm9v', undefined],
])('%s becomes %s', (text, expected = text) => {
  expect(shorten(text)).toBe(expected);
});
