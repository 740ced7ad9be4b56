import { expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import {
  authorizationRequest,
  parseBody,
  authenticatedForm,
  bearerRequest,
  serverOptions,
  redemptionRequest,
  getTextMember,
} from '../test/server-fixture.js';
import { webApplicationServer, type WebApplicationServer } from './index.js';

const approve = { approve: { subject: 'ann' } };
const requestCode = (server: WebApplicationServer) =>
  server.createAuthorizationResponse(authorizationRequest(), approve);
const isTokenValid = async (server: WebApplicationServer, token: string): Promise<boolean> =>
  (await server.validateProtectedResourceRequest(bearerRequest('/profile', token))).ok;

const alwaysSame = (store: Store) => () => store;

// #224
it.each([
  ['a store each', memoryStore],
  ['one store', alwaysSame(memoryStore())],
])(
  'two issuers in one process, with equal clients and %s, accept no code or token of each other',
  async (_, makeStore) => {
    const one = webApplicationServer({ ...serverOptions('web'), store: makeStore() });
    const issuer = 'https://other.example';
    const two = webApplicationServer({ ...serverOptions('web'), store: makeStore(), issuer });

    const redirect = await requestCode(one);
    const foreign = await two.createTokenResponse(redemptionRequest(redirect));
    expect(parseBody(foreign)).toMatchObject({ error: 'invalid_grant' });
    const issued = await one.createTokenResponse(redemptionRequest(redirect));
    const token = getTextMember(issued, 'access_token');
    const refresh = getTextMember(issued, 'refresh_token');

    expect([await isTokenValid(one, token), await isTokenValid(two, token)]).toEqual([true, false]);
    const introspected = await two.createIntrospectResponse(
      authenticatedForm('/introspect', 'web', { token }),
    );
    expect(parseBody(introspected)).toEqual({ active: false });
    const refreshing = authenticatedForm('/token', 'web', {
      grant_type: 'refresh_token',
      refresh_token: refresh,
    });
    expect(parseBody(await two.createTokenResponse(refreshing))).toMatchObject({
      error: 'invalid_grant',
    });
    await two.createRevocationResponse(authenticatedForm('/revoke', 'web', { token: refresh }));
    expect(await isTokenValid(one, token)).toBe(true);
    expect((await one.createTokenResponse(refreshing)).status).toBe(200);
  },
);
