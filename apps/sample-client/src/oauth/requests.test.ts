import { describe, expect, it } from 'vitest';
import { pkcePair } from '@oauth/app-kit/pkce';
import { buildClientRequest } from './client.js';
import { buildMetadataRequest, parseMetadata } from './metadata.js';
import { calculateCodeChallenge } from './pkce.js';
import { parseTokenResponse } from './tokens.js';

it('calculates the code challenge of RFC 7636, appendix B', () => {
  expect(calculateCodeChallenge(pkcePair.code_verifier)).toBe(pkcePair.code_challenge);
});

it.each([
  ['http://localhost:3000', 'http://localhost:3000/.well-known/oauth-authorization-server'],
  [
    'https://auth.example/tenant/1',
    'https://auth.example/.well-known/oauth-authorization-server/tenant/1',
  ],
])('looks for the metadata of %s at %s', (issuer, url) => {
  expect(buildMetadataRequest(issuer).url).toBe(url);
});

it.each([
  ['{"issuer":"https://evil.example"}'],
  ['{"issuer":"https://auth.example/"}'],
  ['[]'],
  ['<html>'],
])('does not trust %s as metadata of another issuer', (body) => {
  expect(parseMetadata(body, 'https://auth.example')).toBeUndefined();
});

it('sends the client secret in the header, with id and secret encoded apart', () => {
  const client = { id: 'a:b', secret: 'c d' };
  const { headers, body } = buildClientRequest('https://a.example', client, {});
  expect(headers['Authorization']).toBe(`Basic ${btoa('a%3Ab:c%20d')}`);
  expect(body).toBe('');
});

describe('of a token response', () => {
  it.each([
    ['{"access_token":"a","token_type":"bearer"}', 'a'],
    ['{"access_token":"a","token_type":"DPoP"}', undefined],
    ['{"access_token":1,"token_type":"Bearer"}', undefined],
    ['{"token_type":"Bearer"}', undefined],
    ['not JSON', undefined],
  ])('%s the client uses the token %s', (body, token) => {
    expect(parseTokenResponse(body)?.accessToken).toBe(token);
  });
});
