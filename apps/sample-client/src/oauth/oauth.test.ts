import { describe, expect, it } from 'vitest';
import { clientRequest } from './client-request.js';
import { metadataRequest, readMetadata } from './metadata.js';
import { challengeOf } from './secrets.js';
import { readTokens } from './tokens.js';

it('makes the challenge of RFC 7636, appendix B', () => {
  expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});

it.each([
  ['http://localhost:3000', 'http://localhost:3000/.well-known/oauth-authorization-server'],
  [
    'https://auth.example/tenant/1',
    'https://auth.example/.well-known/oauth-authorization-server/tenant/1',
  ],
])('asks %s for its metadata at %s', (issuer, url) => {
  expect(metadataRequest(issuer).url).toBe(url);
});

it.each([
  ['{"issuer":"https://evil.example"}'],
  ['{"issuer":"https://auth.example/"}'],
  ['[]'],
  ['<html>'],
])('takes %s for nobody’s metadata', (body) => {
  expect(readMetadata(body, 'https://auth.example')).toBeUndefined();
});

it('shows a secret in the header, with id and secret encoded apart', () => {
  const { headers, body } = clientRequest('https://a.example', { id: 'a:b', secret: 'c d' }, {});
  expect(headers['Authorization']).toBe(`Basic ${btoa('a%3Ab:c%20d')}`);
  expect(body).toBe('');
});

describe('a token response', () => {
  it.each([
    ['{"access_token":"a","token_type":"bearer"}', 'a'],
    ['{"access_token":"a","token_type":"DPoP"}', undefined],
    ['{"access_token":1,"token_type":"Bearer"}', undefined],
    ['{"token_type":"Bearer"}', undefined],
    ['not JSON', undefined],
  ])('%s gives %s', (body, token) => {
    expect(readTokens(body)?.accessToken).toBe(token);
  });
});
