import { expect, it } from 'vitest';
import { shortenSecrets } from './shorten.js';

it.each([
  [`Bearer ${'aB3-'.repeat(15)}`, 'Bearer aB3-aB3-aB3-aB3-…aB3-aB3-'],
  [
    'authorization_response_iss_parameter_supported',
    'authorization_response_iss_parameter_supported',
  ],
  ['http://localhost:3000/.well-known/oauth-authorization-server', undefined],
  ['a short one: Zm9v', undefined],
])('the page shows %s as %s', (text, expected = text) => {
  expect(shortenSecrets(text)).toBe(expected);
});
