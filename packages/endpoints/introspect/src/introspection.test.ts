import { describe, expect, it, vi } from 'vitest';
import { createServer, type JsonObject } from '@oauth/core';
import { createGrantId, createToken, definePlugin } from '@oauth/core/plugin';
import { memoryStore } from '@oauth/store-memory';
import { testClient } from '@oauth/testing';
import { introspectionRequest, server } from '../examples/server.js';
import { clientSecret, introspectionServer, issuer } from '../test/introspection-server.js';
import { introspection } from './introspection.js';

const inactiveResponse = { status: 200, text: '{"active":false}' };
const start = 2_000_000_000;

describe('the response for an active token', () => {
  // [C15]
  it('has every claim of RFC 7662 section 2.2 for an access token', async () => {
    const { issueTokens, introspect } = introspectionServer();
    const { access } = await issueTokens({
      subject: 'alice',
      audience: 'https://api.example other',
    });
    const { status, headers, body } = await introspect('app', access);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'Content-Type': 'application/json;charset=UTF-8',
      'Cache-Control': 'no-store',
    });
    expect(body).toEqual({
      active: true,
      scope: 'read write',
      client_id: 'app',
      token_type: 'Bearer',
      exp: start + 3600,
      iat: start,
      sub: 'alice',
      aud: ['https://api.example', 'other'],
      iss: issuer,
    });
  });

  it('has no token_type for a refresh token', async () => {
    const { issueTokens, introspect } = introspectionServer();
    const { refresh } = await issueTokens();
    const { body } = await introspect('app', refresh);
    expect(body).toMatchObject({ active: true, sub: 'alice', exp: start + 7200 });
    expect(body).not.toHaveProperty('token_type');
  });

  it('has the token_type that the grant gave the token', async () => {
    const { issueTokens, introspect } = introspectionServer();
    const { access } = await issueTokens({ subject: 'alice', token_type: 'DPoP' });
    expect((await introspect('app', access)).body).toMatchObject({ token_type: 'DPoP' });
  });

  it('has the claims of the hook tokenClaims, which the claims option cannot replace', async () => {
    const tokenClaims = (claims: JsonObject) => ({ ...claims, sub: 'pairwise', tenant: 'one' });
    const { issueTokens, introspect } = introspectionServer(
      { claims: () => ({ tenant: 'of the app', sub: 'of the app' }) },
      { tokenClaims },
    );
    const { access } = await issueTokens();
    const { body } = await introspect('app', access);
    expect(body).toMatchObject({ sub: 'pairwise', tenant: 'one', client_id: 'app' });
  });

  it.each([5, null, ['alice'], {}, true])(
    'has the subject of the grant where the hook tokenClaims replaces it by %j, which is no string',
    async (sub) => {
      const { issueTokens, introspect } = introspectionServer(
        {},
        { tokenClaims: (claims) => ({ ...claims, sub }) },
      );
      const { access } = await issueTokens();
      expect((await introspect('app', access)).body).toMatchObject({ sub: 'alice' });
    },
  );

  it('has no sub and no aud where the grant has none', async () => {
    const { issueTokens, introspect } = introspectionServer();
    const { access } = await issueTokens({});
    const { body } = await introspect('app', access);
    expect(body).toMatchObject({ active: true });
    expect(body).not.toHaveProperty('sub');
    expect(body).not.toHaveProperty('aud');
  });

  it('has auth_time, acr, amr, act and cnf of the grant, which the claims option cannot replace', async () => {
    const propagated = {
      auth_time: start - 60,
      acr: 'urn:example:loa:2',
      amr: ['pwd', 'otp'],
      act: { sub: 'https://service.example' },
      cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' },
    };
    const details = JSON.stringify({ ...propagated, nonce: 'n-0S6_WzA2Mj', secret: 'of the app' });
    const added = { acr: 'of the app', act: null, cnf: null, nickname: 'al' };
    const { issueTokens, introspect } = introspectionServer({ claims: () => added });
    const { access, refresh } = await issueTokens({ subject: 'alice', details });
    for (const token of [access, refresh]) {
      const { body } = await introspect('app', token);
      expect(body).toMatchObject({ ...propagated, nickname: 'al' });
      expect(JSON.stringify(body)).not.toMatch(/nonce|of the app/);
    }
    const plain = await issueTokens({ subject: 'alice' });
    expect((await introspect('app', plain.access)).body).toMatchObject(added);
  });

  // #200
  it.each(['access_token', 'refresh_token', 'bogus', '__proto__', ''])(
    'is the same with the token_type_hint %j',
    async (token_type_hint) => {
      const { issueTokens, introspect } = introspectionServer();
      const { access, refresh } = await issueTokens();
      for (const token of [access, refresh])
        expect((await introspect('app', token, { token_type_hint })).body).toMatchObject({
          active: true,
        });
    },
  );
});

// [C16] #197
describe('the response is {"active":false} and nothing else', () => {
  it.each([
    ['unknown', 'x'.repeat(59)],
    ['short', 'x'],
    ['malformed', 'a b"c\n\u00e9'.repeat(9)],
    ['60 kB long', 'x'.repeat(60_000)],
    ['an unsigned JWT', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'],
  ])('for a token that is %s', async (_, token) => {
    const { introspect, events } = introspectionServer();
    expect(await introspect('api', token)).toMatchObject(inactiveResponse);
    expect(events.all).toMatchObject([{ type: 'token.introspected', reason: 'token.unknown' }]);
  });

  it('for a token that has expired, from that second on', async () => {
    const { issueTokens, introspect, clock } = introspectionServer();
    const { access, refresh } = await issueTokens();
    clock.advance(3599);
    expect((await introspect('api', access)).body).toMatchObject({ active: true });
    clock.advance(1);
    expect(await introspect('api', access)).toMatchObject(inactiveResponse);
    expect((await introspect('api', refresh)).body).toMatchObject({ active: true });
    clock.advance(3600);
    expect(await introspect('api', refresh)).toMatchObject(inactiveResponse);
  });

  it('for a token of a revoked grant', async () => {
    const { issueTokens, introspect, store, getRecord } = introspectionServer();
    const { access, refresh } = await issueTokens();
    const { grantId } = await getRecord(access);
    await store.revoke({ grantId });
    expect(await introspect('api', access)).toMatchObject(inactiveResponse);
    expect(await introspect('api', refresh)).toMatchObject(inactiveResponse);
  });

  it('for a refresh token that is spent', async () => {
    const { issueTokens, introspect, store, getRecord, events } = introspectionServer();
    const { refresh } = await issueTokens();
    const record = await getRecord(refresh);
    const data = { ...record.data, spentAt: start };
    await store.commit([{ type: 'update', record: { ...record, version: 1, data } }]);
    expect(await introspect('api', refresh)).toMatchObject(inactiveResponse);
    expect(events.of('token.introspected')).toMatchObject([{ reason: 'token.not_active' }]);
  });

  it.each(['authorization_code', 'device_code', 'something_else'])(
    'for a record of another kind than a token: %s',
    async (kind) => {
      const { server, introspect, store, issueTokens, getRecord } = introspectionServer();
      const record = await getRecord((await issueTokens()).access);
      const code = await createToken(server.context, createGrantId(server.context));
      const grantId = code.id.slice(0, 16);
      await store.commit([{ type: 'insert', record: { ...record, kind, id: code.id, grantId } }]);
      expect(await introspect('api', code.token)).toMatchObject(inactiveResponse);
    },
  );

  it('for a token of another client, so that it cannot be told from an unknown one', async () => {
    const { issueTokens, introspect, events } = introspectionServer();
    const { access, refresh } = await issueTokens();
    const unknown = await introspect('other', 'x'.repeat(59));
    expect(await introspect('other', access)).toEqual(unknown);
    expect(await introspect('other', refresh)).toEqual(unknown);
    expect(events.of('token.introspected').map(({ reason }) => reason)).toEqual([
      'token.unknown',
      'token.foreign',
      'token.foreign',
    ]);
  });

  it('for a token that another server issued', async () => {
    const { access } = await introspectionServer().issueTokens();
    expect(await introspectionServer().introspect('api', access)).toMatchObject(inactiveResponse);
  });
});

describe('the claims option', () => {
  it('adds members to the response and replaces none of its own', async () => {
    const { issueTokens, introspect } = introspectionServer({
      claims: async (record, client) => ({
        username: `${record.subject}@${client.client_id}`,
        acr: 'high',
        active: false,
        sub: 'mallory',
        scope: 'admin',
        aud: 'everyone',
        exp: 9_999_999_999,
        client_id: 'mallory',
        iss: 'https://evil.example',
        token_type: 'mine',
      }),
    });
    const { access, refresh } = await issueTokens();
    const { body } = await introspect('app', access);
    expect(body).toMatchObject({ username: 'alice@app', acr: 'high', active: true, sub: 'alice' });
    expect(JSON.stringify(body)).not.toMatch(/mallory|evil|everyone|admin|9999|mine/);
    expect((await introspect('app', refresh)).text).not.toMatch(/mallory|everyone|mine/);
  });

  it('is called only for tokens that the client may see', async () => {
    const askedClientIds: string[] = [];
    const { issueTokens, introspect } = introspectionServer({
      claims: ({ clientId }) => {
        askedClientIds.push(clientId);
        return {};
      },
    });
    const { access } = await issueTokens();
    await introspect('other', access);
    await introspect('app', 'x'.repeat(59));
    expect(askedClientIds).toEqual([]);
    await introspect('app', access);
    expect(askedClientIds).toEqual(['app']);
  });
});

describe('an introspection request', () => {
  // [B4] [C15]
  it('without a token is refused with invalid_request', async () => {
    const { introspect } = introspectionServer();
    expect(await introspect('app', '')).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });

  it('with two tokens is refused with invalid_request', async () => {
    const { server } = introspectionServer();
    const client = testClient(server, {
      client_id: 'app',
      client_secret: clientSecret,
    });
    const { status, body } = await client.post('/introspect', { token: ['a', 'b'] });
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it('by GET is refused with 405, because URLs end up in logs', async () => {
    const { server, issueTokens } = introspectionServer();
    const { access } = await issueTokens();
    const url = `${issuer}/introspect?token=${access}`;
    const get = await server.handle(new Request(url));
    expect(get).toMatchObject({ status: 405, headers: { Allow: 'POST' } });
  });

  it('reads the store once, whatever the hint and the token', async () => {
    const { issueTokens, introspect, store } = introspectionServer();
    const { access, refresh } = await issueTokens();
    const get = vi.spyOn(store, 'get');
    for (const token of [access, refresh, 'x'.repeat(59)]) {
      get.mockClear();
      await introspect('api', token, { token_type_hint: 'refresh_token' });
      expect(get).toHaveBeenCalledOnce();
    }
  });

  it('lets the store read from a replica', async () => {
    const { introspect, store } = introspectionServer();
    const get = vi.spyOn(store, 'get');
    await introspect('api', 'x'.repeat(59));
    expect(get).toHaveBeenCalledExactlyOnceWith(expect.any(String), { stale: true });
  });

  it('gets server_error without details when the store fails', async () => {
    const { introspect, store, events } = introspectionServer();
    const cause = new Error('connect ECONNREFUSED db.internal');
    store.get = () => Promise.reject(cause);
    const response = await introspect('api', 'x'.repeat(59));
    expect(response).toMatchObject({ status: 500, body: { error: 'server_error' } });
    expect(response.text).not.toContain('db.internal');
    expect(events.all).toMatchObject([{ type: 'request.failed', clientId: 'api', cause }]);
  });
});

it('the event of an introspection does not contain the token', async () => {
  const { issueTokens, introspect, events, getRecord } = introspectionServer();
  const { access } = await issueTokens();
  const { grantId } = await getRecord(access);
  events.clear();
  await introspect('api', access);
  expect(events.all).toMatchObject([
    { type: 'token.introspected', clientId: 'api', grantId, subject: 'alice' },
  ]);
  expect(events.all[0]).not.toHaveProperty('reason');
  expect(JSON.stringify(events.all)).not.toContain(access.slice(16));
});

describe('the configuration', () => {
  it('gives the metadata document every method but none', () => {
    const method = definePlugin({
      name: 'method',
      clientAuthentication: { test_method: { read: () => undefined } },
    });
    const { context } = introspectionServer().server;
    const clientAuthentication = new Map([
      ...context.clientAuthentication,
      ...Object.entries(method.clientAuthentication),
    ]);
    expect(introspection().metadata({ ...context, clientAuthentication })).toEqual({
      introspection_endpoint_auth_methods_supported: [
        'client_secret_basic',
        'client_secret_post',
        'test_method',
      ],
    });
  });

  it('refuses a client whose introspects has an unknown value', () => {
    const client = { client_id: 'api', client_secret: 's' };
    const misconfigured = { ...client, client_id: 'b' };
    // A configuration read from JSON is not type-checked.
    Reflect.set(misconfigured, 'introspects', 'all');
    expect(() =>
      createServer({
        issuer,
        clients: [client, misconfigured],
        store: memoryStore(),
        plugins: [introspection()],
      }),
    ).toThrow('clients[1].introspects: must be own or any, not all');
  });

  it('refuses a misspelt option', () => {
    const misspelt: object = { canIntrospekt: () => true };
    expect(() => introspectionServer(misspelt)).toThrow(
      'introspection.canIntrospekt: is not an option; the options are canIntrospect, claims',
    );
  });
});

it('the example of the README introspects a token', async () => {
  expect(await server.handle(introspectionRequest('x'.repeat(59)))).toMatchObject({
    body: '{"active":false}',
  });
});
