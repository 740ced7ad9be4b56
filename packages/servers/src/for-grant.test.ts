import { expect, it } from 'vitest';
import { OAuthError } from '@oauth/core';
import {
  authorizationRequest,
  bodyOf,
  form,
  options,
  passwordOptions,
  redemption,
  redirected,
  textOf,
} from '../test/support.js';
import { allGrantsServer, forGrant } from './index.js';

const machine = { grant_type: 'client_credentials' };

// [D8] [H1] [H2]
it('hooks of one grant leave the others alone', async () => {
  const seen: string[] = [];
  const server = allGrantsServer({
    ...options('web', 'machine', 'page'),
    password: passwordOptions,
    plugins: [
      forGrant('authorization_code', {
        onAuthorizationRequest: ({ client }) => {
          seen.push(`requested by ${client.client_id}`);
          return { tenant: 'one' };
        },
        beforeAuthorize: ({ info }) => ({ seen: info['tenant'] ?? null }),
        beforeRedirect: (parameters, _, { issuer }) => ({
          ...parameters,
          session_state: `s1 of ${issuer}`,
        }),
        onTokenRequest: ({ grantType }) => {
          seen.push(grantType);
        },
        beforeIssue: (issuance) => ({ ...issuance, details: { tenant: 'one' } }),
        beforeTokenResponse: (body, _, __, { issuer }) => ({ ...body, tenant: `one of ${issuer}` }),
      }),
    ],
  });
  const request = await server.validateAuthorizationRequest(authorizationRequest());
  expect(request.info).toEqual({ tenant: 'one', seen: 'one' });
  const response = await server.handle(authorizationRequest());
  expect(redirected(response).get('session_state')).toBe(`s1 of ${server.issuer}`);
  const issued = bodyOf(await server.createTokenResponse(redemption(response)));
  expect(issued).toMatchObject({ tenant: `one of ${server.issuer}` });
  const implicit = authorizationRequest({ client_id: 'page', response_type: 'token' });
  expect(redirected(await server.handle(implicit)).has('session_state')).toBe(false);
  const other = await server.createTokenResponse(form('/token', 'machine', machine));
  expect(bodyOf(other)).not.toHaveProperty('tenant');
  expect(seen).toEqual(['requested by web', 'requested by web', 'authorization_code']);
});

// [H3]
it('a hook may refuse with any OAuth error', async () => {
  const server = allGrantsServer({
    ...options('machine'),
    password: passwordOptions,
    plugins: [
      forGrant('client_credentials', {
        onTokenRequest: () => {
          throw new OAuthError('unauthorized_client', { reason: 'tenant.suspended' });
        },
      }),
    ],
  });
  const response = await server.createTokenResponse(form('/token', 'machine', machine));
  expect(bodyOf(response)).toEqual({ error: 'unauthorized_client' });
});

// [E14]
it('one modifier serves the tokens of every grant', async () => {
  const modified: string[] = [];
  const server = allGrantsServer({
    ...options('web', 'machine', 'legacy', 'page'),
    password: passwordOptions,
    plugins: [
      {
        name: 'tenants',
        hooks: {
          beforeTokenResponse: (body, { scope }, { grantType, client }) => {
            modified.push(`${grantType} of ${client.client_id} for ${scope.join(' ')}`);
            return { ...body, tenant: 'one' };
          },
        },
      },
    ],
  });
  const token = async (clientId: string, parameters: Record<string, string>) =>
    bodyOf(await server.createTokenResponse(form('/token', clientId, parameters)));

  const approved = await server.handle(authorizationRequest({ scope: 'read' }));
  const redeemed = await server.createTokenResponse(redemption(approved));
  const refresh_token = textOf(redeemed, 'refresh_token');
  const implicit = { client_id: 'page', response_type: 'token', scope: 'read' };
  const answers = [
    bodyOf(redeemed),
    await token('web', { grant_type: 'refresh_token', refresh_token }),
    await token('machine', machine),
    await token('legacy', { grant_type: 'password', username: 'ann', password: 'her password' }),
    Object.fromEntries(redirected(await server.handle(authorizationRequest(implicit)))),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ tenant: 'one' });
  expect(modified).toEqual([
    'authorization_code of web for read',
    'refresh_token of web for read',
    'client_credentials of machine for read',
    'password of legacy for read',
    'implicit of page for read',
  ]);
});
