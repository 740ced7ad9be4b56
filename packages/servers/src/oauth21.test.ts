import { expect, it } from 'vitest';
import { responseTypeNone } from '@oauth/core';
import { implicit } from '@oauth/grant-implicit';
import { password } from '@oauth/grant-password';
import {
  authorizationRequest,
  bodyOf,
  form,
  get,
  options,
  passwordOptions,
  redemption,
  redirected,
  textOf,
} from '../test/support.js';
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
  const weakCode = { codeLifetime: 60, requirePkce: false, allowPlainPkce: true };
  const weakRefresh = { idleLifetime: 60, rotate: false };
  const weak = { authorizationCode: weakCode, refresh: weakRefresh };
  const server = oauth21({ ...options('web'), ...weak });
  for (const challenge of [
    { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' },
    { code_challenge: '', code_challenge_method: '' },
  ]) {
    const response = redirected(await server.handle(authorizationRequest(challenge)));
    expect(response.get('error')).toBe('invalid_request');
  }
  const approved = await server.handle(authorizationRequest());
  const issued = await server.createTokenResponse(redemption(approved));
  const refresh_token = textOf(issued, 'refresh_token');
  const again = form('/token', 'web', { grant_type: 'refresh_token', refresh_token });
  const refreshed = await server.createTokenResponse(again);
  expect(textOf(refreshed, 'refresh_token')).not.toBe(refresh_token);
});

it('refuses an issuer without TLS, whatever untyped options say', () => {
  const weak = { ...options('web'), issuer: 'http://auth.example', allowInsecureIssuer: true };
  expect(() => oauth21(weak)).toThrow('issuer: ');
});

it('does not take back by other options what it leaves out', () => {
  const weak = {
    ...options('web'),
    plugins: [implicit(), password(passwordOptions)],
    resource: { allowTokenInQuery: true },
  };
  expect(() => oauth21(weak)).toThrow(
    [
      'plugins: the grant type password is not part of OAuth 2.1',
      'plugins: the response type token is not part of OAuth 2.1',
      'resource.allowTokenInQuery: a token in the query is not part of OAuth 2.1',
    ].join('\n'),
  );
  const fine = { ...options('web'), plugins: [responseTypeNone], resource: { realm: 'x' } };
  expect(() => oauth21(fine)).not.toThrow();
});

it('serves machines', async () => {
  const server = oauth21(options('machine'));
  const request = form('/token', 'machine', { grant_type: 'client_credentials' });
  expect((await server.createTokenResponse(request)).status).toBe(200);
});
