import { expect, it } from 'vitest';
import { authorizationRequest, bodyOf, form, get, options, redirected } from '../test/support.js';
import { oauth21 } from './index.js';

it('offers neither implicit nor password', async () => {
  const server = oauth21(options('web', 'machine'));
  const document = bodyOf(await server.createMetadataResponse(get('/')));
  expect(document['grant_types_supported']).toEqual([
    'authorization_code',
    'client_credentials',
    'refresh_token',
  ]);
  expect(document['response_types_supported']).toEqual(['code']);
  expect(document['code_challenge_methods_supported']).toEqual(['S256']);
});

it('wants PKCE of confidential clients too', async () => {
  const server = oauth21(options('web'));
  const request = authorizationRequest({ code_challenge: '', code_challenge_method: '' });
  const response = redirected(await server.handle(request));
  expect(response.get('error')).toBe('invalid_request');
  expect(response.has('code')).toBe(false);
});

it('keeps to S256 and to rotation, whatever untyped options say', async () => {
  const weak = { codeLifetime: 60, requirePkce: false, allowPlainPkce: true };
  const server = oauth21({ ...options('web'), authorizationCode: weak });
  const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' };
  const response = redirected(await server.handle(authorizationRequest(challenge)));
  expect(response.get('error')).toBe('invalid_request');
});

it('refuses an issuer without TLS, whatever untyped options say', () => {
  const weak = { ...options('web'), issuer: 'http://auth.example', insecureIssuer: true };
  expect(() => oauth21(weak)).toThrow('issuer: ');
});

it('serves machines', async () => {
  const server = oauth21(options('machine'));
  const request = form('/token', 'machine', { grant_type: 'client_credentials' });
  expect((await server.createTokenResponse(request)).status).toBe(200);
});
