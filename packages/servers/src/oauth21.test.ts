import { expect, it } from 'vitest';
import { responseTypeNone } from '@oauth/core';
import { implicit } from '@oauth/grant-implicit';
import { password } from '@oauth/grant-password';
import {
  authorizationRequest,
  parseBody,
  authenticatedForm,
  bearerRequest,
  serverOptions,
  passwordOptions,
  redemptionRequest,
  getRedirectParameters,
  getTextMember,
} from '../test/server-fixture.js';
import { oauth21 } from './index.js';

it('oauth21 offers neither the implicit nor the password grant', async () => {
  const server = oauth21(serverOptions('web', 'machine'));
  const document = parseBody(await server.createMetadataResponse(bearerRequest('/')));
  expect(document['grant_types_supported']).toEqual([
    'authorization_code',
    'client_credentials',
    'refresh_token',
  ]);
  expect(document['response_types_supported']).toEqual(['code']);
  expect(document['code_challenge_methods_supported']).toEqual(['S256']);
});

it('oauth21 requires PKCE of confidential clients too', async () => {
  const server = oauth21(serverOptions('web'));
  const request = authorizationRequest({ code_challenge: '', code_challenge_method: '' });
  const response = getRedirectParameters(await server.handle(request));
  expect(response.get('error')).toBe('invalid_request');
  expect(response.has('code')).toBe(false);
});

it('oauth21 requires S256 and rotates refresh tokens, whatever untyped options say', async () => {
  const weakCode = { codeLifetime: 60, requirePkce: false, allowPlainPkce: true };
  const weakRefresh = { idleLifetime: 60, rotate: false };
  const weak = { authorizationCode: weakCode, refresh: weakRefresh };
  const server = oauth21({ ...serverOptions('web'), ...weak });
  for (const challenge of [
    { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' },
    { code_challenge: '', code_challenge_method: '' },
  ]) {
    const response = getRedirectParameters(await server.handle(authorizationRequest(challenge)));
    expect(response.get('error')).toBe('invalid_request');
  }
  const approved = await server.handle(authorizationRequest());
  const issued = await server.createTokenResponse(redemptionRequest(approved));
  const refresh_token = getTextMember(issued, 'refresh_token');
  const refreshing = authenticatedForm('/token', 'web', {
    grant_type: 'refresh_token',
    refresh_token,
  });
  const refreshed = await server.createTokenResponse(refreshing);
  expect(getTextMember(refreshed, 'refresh_token')).not.toBe(refresh_token);
});

it('oauth21 refuses an issuer without TLS, whatever untyped options say', () => {
  const weak = {
    ...serverOptions('web'),
    issuer: 'http://auth.example',
    allowInsecureIssuer: true,
  };
  expect(() => oauth21(weak)).toThrow('issuer: ');
});

it('oauth21 refuses options and plugins that bring back what OAuth 2.1 left out', () => {
  const weak = {
    ...serverOptions('web'),
    plugins: [implicit(), password(passwordOptions)],
    resource: { allowTokenInQuery: true },
  };
  expect(() => oauth21(weak)).toThrow(
    [
      'plugins: must not have the grant type password, OAuth 2.1 left it out',
      'plugins: must not have the response type token, OAuth 2.1 left it out',
      'resource.allowTokenInQuery: must be false, OAuth 2.1 left it out',
    ].join('\n'),
  );
  const allowed = {
    ...serverOptions('web'),
    plugins: [responseTypeNone],
    resource: { realm: 'x' },
  };
  expect(() => oauth21(allowed)).not.toThrow();
});

it('oauth21 gives tokens for client credentials', async () => {
  const server = oauth21(serverOptions('machine'));
  const request = authenticatedForm('/token', 'machine', { grant_type: 'client_credentials' });
  expect((await server.createTokenResponse(request)).status).toBe(200);
});
