import { expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import {
  authorizationRequest,
  bodyOf,
  form,
  get,
  options,
  redemption,
  textOf,
} from '../test/support.js';
import { webApplicationServer, type WebApplicationServer } from './index.js';

const approve = { approve: { subject: 'ann' } };
const code = (server: WebApplicationServer) =>
  server.createAuthorizationResponse(authorizationRequest(), approve);
const mayPass = async (server: WebApplicationServer, token: string): Promise<boolean> =>
  (await server.validateProtectedResourceRequest(get('/profile', token))).ok;

const sharing = (store: Store) => () => store;

// #224
it.each([
  ['stores of their own', memoryStore],
  ['one store', sharing(memoryStore())],
])(
  'two issuers of one process, with the same clients and %s, take nothing of each other',
  async (_, store) => {
    const one = webApplicationServer({ ...options('web'), store: store() });
    const issuer = 'https://other.example';
    const two = webApplicationServer({ ...options('web'), store: store(), issuer });

    const redirect = await code(one);
    const foreign = await two.createTokenResponse(redemption(redirect));
    expect(bodyOf(foreign)).toMatchObject({ error: 'invalid_grant' });
    const issued = await one.createTokenResponse(redemption(redirect));
    const token = textOf(issued, 'access_token');
    const refresh = textOf(issued, 'refresh_token');

    expect([await mayPass(one, token), await mayPass(two, token)]).toEqual([true, false]);
    const asked = await two.createIntrospectResponse(form('/introspect', 'web', { token }));
    expect(bodyOf(asked)).toEqual({ active: false });
    const refreshing = form('/token', 'web', {
      grant_type: 'refresh_token',
      refresh_token: refresh,
    });
    expect(bodyOf(await two.createTokenResponse(refreshing))).toMatchObject({
      error: 'invalid_grant',
    });
    await two.createRevocationResponse(form('/revoke', 'web', { token: refresh }));
    expect(await mayPass(one, token)).toBe(true);
    expect((await one.createTokenResponse(refreshing)).status).toBe(200);
  },
);
