import { expect, it } from 'vitest';
import { OAuthError } from '@oauth/core';
import {
  authorizationRequest,
  parseBody,
  authenticatedForm,
  serverOptions,
  passwordOptions,
  redemptionRequest,
  getRedirectParameters,
  getTextMember,
} from '../test/server-fixture.js';
import { allGrantsServer, forGrant } from './index.js';

const machine = { grant_type: 'client_credentials' };

// [D8] [H1] [H2]
it('hooks for one grant run for that grant only', async () => {
  const hookCalls: string[] = [];
  const server = allGrantsServer({
    ...serverOptions('web', 'machine', 'page'),
    password: passwordOptions,
    plugins: [
      forGrant('authorization_code', {
        onAuthorizationRequest: ({ client }) => {
          hookCalls.push(`requested by ${client.client_id}`);
          return { tenant: 'one' };
        },
        beforeAuthorize: ({ info }) => ({ seen: info['tenant'] ?? null }),
        beforeRedirect: (parameters, _, { issuer }) => ({
          ...parameters,
          session_state: `s1 of ${issuer}`,
        }),
        onTokenRequest: ({ grantType }) => {
          hookCalls.push(grantType);
        },
        beforeIssue: (issuance) => ({ ...issuance, details: { tenant: 'one' } }),
        beforeTokenResponse: (body, _, __, { issuer }) => ({ ...body, tenant: `one of ${issuer}` }),
      }),
    ],
  });
  const request = await server.validateAuthorizationRequest(authorizationRequest());
  expect(request.info).toEqual({ tenant: 'one', seen: 'one' });
  const response = await server.handle(authorizationRequest());
  expect(getRedirectParameters(response).get('session_state')).toBe(`s1 of ${server.issuer}`);
  const issued = parseBody(await server.createTokenResponse(redemptionRequest(response)));
  expect(issued).toMatchObject({ tenant: `one of ${server.issuer}` });
  const implicit = authorizationRequest({ client_id: 'page', response_type: 'token' });
  expect(getRedirectParameters(await server.handle(implicit)).has('session_state')).toBe(false);
  const other = await server.createTokenResponse(authenticatedForm('/token', 'machine', machine));
  expect(parseBody(other)).not.toHaveProperty('tenant');
  expect(hookCalls).toEqual(['requested by web', 'requested by web', 'authorization_code']);
});

it('any hook of a grant runs for the requests of that grant only', async () => {
  const hookCalls: string[] = [];
  const server = allGrantsServer({
    ...serverOptions('web', 'machine', 'page'),
    password: passwordOptions,
    plugins: [
      forGrant('implicit', {
        readAuthorization: (request) => {
          hookCalls.push(`read ${request.client.client_id}`);
          return undefined;
        },
        onDecision: (decision, request) => {
          hookCalls.push(`decided for ${request.client.client_id}`);
          return decision;
        },
        beforeIssue: (issuance, request) => {
          hookCalls.push(`issued by ${request.grantType}`);
          return issuance;
        },
      }),
      forGrant('authorization_code', {
        onTokenPresented: (record, request) => {
          hookCalls.push(`${record.kind} presented by ${request.client.client_id}`);
          return record;
        },
      }),
      forGrant('client_credentials', {
        onTokenPresented: () => {
          throw new OAuthError('invalid_grant', { reason: 'tenant.suspended' });
        },
      }),
    ],
  });
  await server.createTokenResponse(redemptionRequest(await server.handle(authorizationRequest())));
  const implicit = { client_id: 'page', response_type: 'token' };
  await server.handle(authorizationRequest(implicit));
  expect(hookCalls).toEqual([
    'authorization_code presented by web',
    'read page',
    'decided for page',
    'issued by implicit',
  ]);
});

it('hooks for a grant without an authorization request ignore authorization requests', async () => {
  const untypedHooks: object = {
    onAuthorizationRequest: () => {
      throw new OAuthError('access_denied', { reason: 'test.must_not_run' });
    },
  };
  const server = allGrantsServer({
    ...serverOptions('web'),
    password: passwordOptions,
    plugins: [forGrant('password', untypedHooks)],
  });
  for (const response_type of ['code', '', 'unknown']) {
    const response = await server.handle(authorizationRequest({ response_type }));
    expect(getRedirectParameters(response).get('error')).not.toBe('access_denied');
  }
});

// [H3]
it('a hook for one grant can refuse with any OAuthError', async () => {
  const server = allGrantsServer({
    ...serverOptions('machine'),
    password: passwordOptions,
    plugins: [
      forGrant('client_credentials', {
        onTokenRequest: () => {
          throw new OAuthError('unauthorized_client', { reason: 'tenant.suspended' });
        },
      }),
    ],
  });
  const response = await server.createTokenResponse(
    authenticatedForm('/token', 'machine', machine),
  );
  expect(parseBody(response)).toEqual({ error: 'unauthorized_client' });
});

// [E14]
it('one beforeTokenResponse hook changes the responses of every grant', async () => {
  const hookCalls: string[] = [];
  const server = allGrantsServer({
    ...serverOptions('web', 'machine', 'legacy', 'page'),
    password: passwordOptions,
    plugins: [
      {
        name: 'tenants',
        hooks: {
          beforeTokenResponse: (body, { scope }, { grantType, client }) => {
            hookCalls.push(`${grantType} of ${client.client_id} for ${scope.join(' ')}`);
            return { ...body, tenant: 'one' };
          },
        },
      },
    ],
  });
  const requestToken = async (clientId: string, parameters: Record<string, string>) =>
    parseBody(await server.createTokenResponse(authenticatedForm('/token', clientId, parameters)));

  const approved = await server.handle(authorizationRequest({ scope: 'read' }));
  const redeemed = await server.createTokenResponse(redemptionRequest(approved));
  const refresh_token = getTextMember(redeemed, 'refresh_token');
  const implicit = { client_id: 'page', response_type: 'token', scope: 'read' };
  const responses = [
    parseBody(redeemed),
    await requestToken('web', { grant_type: 'refresh_token', refresh_token }),
    await requestToken('machine', machine),
    await requestToken('legacy', {
      grant_type: 'password',
      username: 'ann',
      password: 'her password',
    }),
    Object.fromEntries(getRedirectParameters(await server.handle(authorizationRequest(implicit)))),
  ];
  for (const response of responses) expect(response).toMatchObject({ tenant: 'one' });
  expect(hookCalls).toEqual([
    'authorization_code of web for read',
    'refresh_token of web for read',
    'client_credentials of machine for read',
    'password of legacy for read',
    'implicit of page for read',
  ]);
});
