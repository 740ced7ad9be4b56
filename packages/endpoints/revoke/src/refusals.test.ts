import { describe, expect, it } from 'vitest';
import { createServer, type Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { formRequest, testClient } from '@oauth/testing';
import { issuer, revokeServer } from '../test/revoke-server.js';
import { revocation, type RevocationOptions } from './revocation.js';

// [B4] [C17] [M16] #215
describe('a token type that the server does not revoke (RFC 7009 section 2.2.1)', () => {
  const supporting = (...tokenTypes: NonNullable<RevocationOptions['tokenTypes']>) =>
    revokeServer({ tokenTypes });
  const unsupported = { status: 400, body: { error: 'unsupported_token_type' } };

  it('is refused as a hint, whatever the token', async () => {
    const { issueTokens, web, areLive, events } = supporting('refresh_token');
    const { access, refresh } = await issueTokens('web');
    const token_type_hint = 'access_token';
    for (const token of [access, refresh, 'unknown'])
      expect(await web.post('/revoke', { token, token_type_hint })).toMatchObject(unsupported);
    expect(await areLive(access, refresh)).toEqual([true, true]);
    expect(events.of('request.refused')[0]).toMatchObject({
      endpoint: 'revocation_endpoint',
      clientId: 'web',
      reason: 'token_type.unsupported',
      hint: 'Add access_token to the option tokenTypes of revocation.',
    });
  });

  it('is refused without a hint too, and the other type is revoked', async () => {
    const { issueTokens, web, areLive } = supporting('access_token');
    const { access, refresh } = await issueTokens('web');
    expect(await web.post('/revoke', { token: refresh })).toMatchObject(unsupported);
    expect(await areLive(access, refresh)).toEqual([true, true]);
    expect((await web.post('/revoke', { token: access })).status).toBe(200);
    expect(await areLive(access, refresh)).toEqual([false, true]);
  });

  it('is not reported for an unknown hint, nor for the token of another client', async () => {
    const { issueTokens, web, other } = supporting('access_token');
    const { access, refresh } = await issueTokens('web');
    const bogus = { token: access, token_type_hint: 'bogus' };
    expect((await web.post('/revoke', bogus)).status).toBe(200);
    expect((await other.post('/revoke', { token: refresh })).status).toBe(200);
  });

  it.each([[[]], [['bogus']], [['access_token', 'id_token']]])(
    'is a configuration fault if it is no token type: %j',
    (types) => {
      // A caller without TypeScript can pass any list.
      const options: object = { tokenTypes: types };
      const plugins = [revocation(options)];
      expect(() => createServer({ issuer, clients: [], store: memoryStore(), plugins })).toThrow(
        `revocation.tokenTypes: must list some of access_token, refresh_token, not ${JSON.stringify(types)}`,
      );
    },
  );
});

it('a misspelt option is a configuration fault', () => {
  const misspelt: object = { tokenType: ['access_token'] };
  expect(() => revokeServer(misspelt)).toThrow(
    'revocation.tokenType: is not an option; the options are tokenTypes, allowJsonp',
  );
});

describe('the revocation endpoint refuses', () => {
  // #211
  it('a client that does not authenticate, and revokes nothing', async () => {
    const { server, issueTokens, areLive, events } = revokeServer();
    const { access } = await issueTokens('web');
    const unauthenticated = [
      testClient(server, { client_id: 'web' }),
      testClient(server, { client_id: 'web', client_secret: 'wrong' }),
      testClient(server, { client_id: 'unknown' }),
    ];
    for (const client of unauthenticated) {
      const response = await client.post('/revoke', { token: access });
      expect(response).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
      expect(response.headers).toHaveProperty('WWW-Authenticate');
    }
    const anonymous = await server.handle(formRequest('/revoke', { token: access }));
    expect(anonymous.status).toBe(401);
    expect(await areLive(access)).toEqual([true]);
    expect(events.of('token.revoked')).toEqual([]);
  });

  it.each([
    ['without a token', ''],
    ['with an empty token', 'token='],
    ['with two tokens', 'token=a&token=b'],
  ])('a form %s, with invalid_request', async (_, form) => {
    const { web } = revokeServer();
    const { status, body } = await web.post('/revoke', form);
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it('a token in the URL, and does not revoke it', async () => {
    const { web, issueTokens, areLive } = revokeServer();
    const { access } = await issueTokens('web');
    const { status } = await web.post(`/revoke?token=${access}`, { token: access });
    expect(status).toBe(400);
    expect(await areLive(access)).toEqual([true]);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE'])('the method %s with 405', async (method) => {
    const { server } = revokeServer();
    const request = new Request(`${issuer}/revoke?token=x&callback=f&client_id=spa`, { method });
    const { status, headers } = await server.handle(request);
    expect([status, headers['Allow']]).toEqual([405, 'POST']);
  });
});

// #212
describe('a failure of the store', () => {
  const throwCause = () => {
    throw new Error('postgres://user:pw@db is gone');
  };
  const failing: readonly (readonly [string, 'access' | 'refresh', Partial<Store>])[] = [
    ['get', 'access', { get: throwCause }],
    ['commit', 'access', { commit: throwCause }],
    ['revoke', 'refresh', { revoke: throwCause }],
    ['commit that loses', 'access', { commit: () => ({ committed: false, lost: 'x' }) }],
  ];

  it.each(failing)('in %s is not answered as a success', async (_, kind, brokenMethods) => {
    let armed = false;
    const wrapStore = (store: Store): Store => ({
      get: (id) => (armed ? (brokenMethods.get ?? store.get)(id) : store.get(id)),
      commit: (changes) =>
        armed ? (brokenMethods.commit ?? store.commit)(changes) : store.commit(changes),
      revoke: (target) =>
        armed ? (brokenMethods.revoke ?? store.revoke)(target) : store.revoke(target),
      purge: () => 0,
    });
    const { issueTokens, web, areLive, events } = revokeServer({}, { wrapStore });
    const issued = await issueTokens('web');
    events.clear();
    armed = true;
    const { status, text } = await web.post('/revoke', { token: issued[kind] });
    armed = false;
    expect([500, 503]).toContain(status);
    expect(text).not.toContain('postgres');
    expect(events.all).toMatchObject([{ type: 'request.failed', clientId: 'web' }]);
    expect(await areLive(issued.access, issued.refresh)).toEqual([true, true]);
  });
});
