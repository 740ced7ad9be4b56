import { describe, expect, it } from 'vitest';
import { createServer, type Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { formRequest, testClient } from '@oauth/testing';
import { issuer, revokeServer } from '../test/revoke-server.js';
import { revocation, type RevocationOptions } from './revocation.js';

// [B4] [C17] [M16] #215
describe('token types that cannot be revoked (RFC 7009 section 2.2.1)', () => {
  const only = (...tokenTypes: NonNullable<RevocationOptions['tokenTypes']>) =>
    revokeServer({ tokenTypes });
  const unsupported = { status: 400, body: { error: 'unsupported_token_type' } };

  it('a hint that names one is refused, whatever the token', async () => {
    const { tokens, web, live, events } = only('refresh_token');
    const { access, refresh } = await tokens('web');
    const token_type_hint = 'access_token';
    for (const token of [access, refresh, 'unknown'])
      expect(await web.post('/revoke', { token, token_type_hint })).toMatchObject(unsupported);
    expect(await live(access, refresh)).toEqual([true, true]);
    expect(events.of('request.refused')[0]).toMatchObject({
      endpoint: 'revocation_endpoint',
      clientId: 'web',
      reason: 'token_type.unsupported',
      hint: 'Add access_token to the option tokenTypes of revocation.',
    });
  });

  it('so is such a token without a hint, and the other type is not', async () => {
    const { tokens, web, live } = only('access_token');
    const { access, refresh } = await tokens('web');
    expect(await web.post('/revoke', { token: refresh })).toMatchObject(unsupported);
    expect(await live(access, refresh)).toEqual([true, true]);
    expect((await web.post('/revoke', { token: access })).status).toBe(200);
    expect(await live(access, refresh)).toEqual([false, true]);
  });

  it('a hint that nobody knows is no reason, nor is another client’s token', async () => {
    const { tokens, web, other } = only('access_token');
    const { access, refresh } = await tokens('web');
    const bogus = { token: access, token_type_hint: 'bogus' };
    expect((await web.post('/revoke', bogus)).status).toBe(200);
    expect((await other.post('/revoke', { token: refresh })).status).toBe(200);
  });

  it.each([[[]], [['bogus']], [['access_token', 'id_token']]])(
    'a server that would support %j is not made',
    (types) => {
      // What someone without TypeScript can write.
      const options: object = { tokenTypes: types };
      const plugins = [revocation(options)];
      expect(() => createServer({ issuer, clients: [], store: memoryStore(), plugins })).toThrow(
        'revocation.tokenTypes: must list some of access_token, refresh_token',
      );
    },
  );
});

describe('requests that are refused', () => {
  // #211
  it('a confidential client that proves nothing', async () => {
    const { server, tokens, live, events } = revokeServer();
    const { access } = await tokens('web');
    const attempts = [
      testClient(server, { client_id: 'web' }),
      testClient(server, { client_id: 'web', client_secret: 'wrong' }),
      testClient(server, { client_id: 'nobody' }),
    ];
    for (const client of attempts) {
      const response = await client.post('/revoke', { token: access });
      expect(response).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
      expect(response.headers).toHaveProperty('WWW-Authenticate');
    }
    const nobody = await server.handle(formRequest('/revoke', { token: access }));
    expect(nobody.status).toBe(401);
    expect(await live(access)).toEqual([true]);
    expect(events.of('token.revoked')).toEqual([]);
  });

  it.each([
    ['no token', ''],
    ['an empty token', 'token='],
    ['two tokens', 'token=a&token=b'],
  ])('%s', async (_, form) => {
    const { web } = revokeServer();
    const { status, body } = await web.post('/revoke', form);
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it('a token in the URL', async () => {
    const { web, tokens, live } = revokeServer();
    const { access } = await tokens('web');
    const { status } = await web.post(`/revoke?token=${access}`, { token: access });
    expect(status).toBe(400);
    expect(await live(access)).toEqual([true]);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE'])('%s', async (method) => {
    const { server } = revokeServer();
    const request = new Request(`${issuer}/revoke?token=x&callback=f&client_id=spa`, { method });
    const { status, headers } = await server.handle(request);
    expect([status, headers['Allow']]).toEqual([405, 'POST']);
  });
});

// #212
describe('a store that fails', () => {
  const broken = () => {
    throw new Error('postgres://user:pw@db is gone');
  };
  const failing: readonly (readonly [string, 'access' | 'refresh', Partial<Store>])[] = [
    ['get', 'access', { get: broken }],
    ['commit', 'access', { commit: broken }],
    ['revoke', 'refresh', { revoke: broken }],
    ['commit that loses', 'access', { commit: () => ({ committed: false, lost: 'x' }) }],
  ];

  it.each(failing)('in %s is never told as a success', async (_, kind, faulty) => {
    let armed = false;
    const wrap = (store: Store): Store => ({
      get: (id) => (armed ? (faulty.get ?? store.get)(id) : store.get(id)),
      commit: (changes) =>
        armed ? (faulty.commit ?? store.commit)(changes) : store.commit(changes),
      revoke: (target) => (armed ? (faulty.revoke ?? store.revoke)(target) : store.revoke(target)),
      purge: () => 0,
    });
    const { tokens, web, live, events } = revokeServer({}, { wrap });
    const both = await tokens('web');
    events.clear();
    armed = true;
    const { status, text } = await web.post('/revoke', { token: both[kind] });
    armed = false;
    expect([500, 503]).toContain(status);
    expect(text).not.toContain('postgres');
    expect(events.all).toMatchObject([{ type: 'request.failed', clientId: 'web' }]);
    expect(await live(both.access, both.refresh)).toEqual([true, true]);
  });
});
