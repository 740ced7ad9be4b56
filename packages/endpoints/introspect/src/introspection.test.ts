import { describe, expect, it, vi } from 'vitest';
import { createServer } from '@oauth/core';
import { createGrantId, createToken, definePlugin } from '@oauth/core/plugin';
import { memoryStore } from '@oauth/store-memory';
import { testClient } from '@oauth/testing';
import { ask, server } from '../examples/server.js';
import { issuer, serve } from '../test/serve.js';
import { introspection } from './introspection.js';

const inactive = { status: 200, text: '{"active":false}' };
const start = 2_000_000_000;

describe('an active token', () => {
  // [C15]
  it('tells what an access token stands for (RFC 7662 section 2.2)', async () => {
    const { issue, ask } = serve();
    const { access } = await issue({ subject: 'alice', audience: 'https://api.example other' });
    const { status, headers, body } = await ask('app', access);
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

  it('has no token_type when it is a refresh token', async () => {
    const { issue, ask } = serve();
    const { refresh } = await issue();
    const { body } = await ask('app', refresh);
    expect(body).toMatchObject({ active: true, sub: 'alice', exp: start + 7200 });
    expect(body).not.toHaveProperty('token_type');
  });

  it('has no sub and no aud where the grant has none', async () => {
    const { issue, ask } = serve();
    const { access } = await issue({});
    const { body } = await ask('app', access);
    expect(body).toMatchObject({ active: true });
    expect(body).not.toHaveProperty('sub');
    expect(body).not.toHaveProperty('aud');
  });

  it('tells by itself how the user signed in, who acts for the user, and whose key the token needs', async () => {
    const told = {
      auth_time: start - 60,
      acr: 'urn:example:loa:2',
      amr: ['pwd', 'otp'],
      act: { sub: 'https://service.example' },
      cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' },
    };
    const details = JSON.stringify({ ...told, nonce: 'n-0S6_WzA2Mj', secret: 'of the app' });
    const overruled = { acr: 'of the app', act: null, cnf: null, nickname: 'al' };
    const { issue, ask } = serve({ claims: () => overruled });
    const { access, refresh } = await issue({ subject: 'alice', details });
    for (const token of [access, refresh]) {
      const { body } = await ask('app', token);
      expect(body).toMatchObject({ ...told, nickname: 'al' });
      expect(JSON.stringify(body)).not.toMatch(/nonce|of the app/);
    }
    const plain = await issue({ subject: 'alice' });
    expect((await ask('app', plain.access)).body).toMatchObject(overruled);
  });

  // #200
  it.each(['access_token', 'refresh_token', 'bogus', '__proto__', ''])(
    'is found whatever the hint: %s',
    async (token_type_hint) => {
      const { issue, ask } = serve();
      const { access, refresh } = await issue();
      for (const token of [access, refresh])
        expect((await ask('app', token, { token_type_hint })).body).toMatchObject({ active: true });
    },
  );
});

// [C16] #197
describe('{"active":false} and nothing else', () => {
  it.each([
    ['unknown', 'x'.repeat(59)],
    ['short', 'x'],
    ['malformed', 'a b"c\n\u00e9'.repeat(9)],
    ['60 kB long', 'x'.repeat(60_000)],
    ['a JWT of somebody', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'],
  ])('for a token that is %s', async (_, token) => {
    const { ask, events } = serve();
    expect(await ask('api', token)).toMatchObject(inactive);
    expect(events.all).toMatchObject([{ type: 'token.introspected', reason: 'token.unknown' }]);
  });

  it('for a token that has expired, from that second on', async () => {
    const { issue, ask, clock } = serve();
    const { access, refresh } = await issue();
    clock.advance(3599);
    expect((await ask('api', access)).body).toMatchObject({ active: true });
    clock.advance(1);
    expect(await ask('api', access)).toMatchObject(inactive);
    expect((await ask('api', refresh)).body).toMatchObject({ active: true });
    clock.advance(3600);
    expect(await ask('api', refresh)).toMatchObject(inactive);
  });

  it('for a token that is revoked', async () => {
    const { issue, ask, store, recordOf } = serve();
    const { access, refresh } = await issue();
    const { grantId } = await recordOf(access);
    await store.revoke({ grantId });
    expect(await ask('api', access)).toMatchObject(inactive);
    expect(await ask('api', refresh)).toMatchObject(inactive);
  });

  it('for a refresh token that was used', async () => {
    const { issue, ask, store, recordOf, events } = serve();
    const { refresh } = await issue();
    const record = await recordOf(refresh);
    const data = { ...record.data, spentAt: start };
    await store.commit([{ type: 'update', record: { ...record, version: 1, data } }]);
    expect(await ask('api', refresh)).toMatchObject(inactive);
    expect(events.of('token.introspected')).toMatchObject([{ reason: 'token.not_active' }]);
  });

  it.each(['authorization_code', 'device_code', 'something_else'])(
    'for a record that is no token but: %s',
    async (kind) => {
      const { server, ask, store, issue, recordOf } = serve();
      const record = await recordOf((await issue()).access);
      const code = await createToken(server.context, createGrantId(server.context));
      const grantId = code.id.slice(0, 16);
      await store.commit([{ type: 'insert', record: { ...record, kind, id: code.id, grantId } }]);
      expect(await ask('api', code.token)).toMatchObject(inactive);
    },
  );

  it('for the token of another client, which is told apart from nothing', async () => {
    const { issue, ask, events } = serve();
    const { access, refresh } = await issue();
    const unknown = await ask('other', 'x'.repeat(59));
    expect(await ask('other', access)).toEqual(unknown);
    expect(await ask('other', refresh)).toEqual(unknown);
    expect(events.of('token.introspected').map(({ reason }) => reason)).toEqual([
      'token.unknown',
      'token.foreign',
      'token.foreign',
    ]);
  });

  it('for a token of another server', async () => {
    const { access } = await serve().issue();
    expect(await serve().ask('api', access)).toMatchObject(inactive);
  });
});

describe('claims', () => {
  it('join the answer and replace nothing of it', async () => {
    const { issue, ask } = serve({
      claims: async (record, client) => ({
        username: `${record.subject}@${client.client_id}`,
        acr: 'high',
        active: false,
        sub: 'mallory',
        scope: 'admin',
        aud: 'everybody',
        exp: 9_999_999_999,
        client_id: 'mallory',
        iss: 'https://evil.example',
        token_type: 'mine',
      }),
    });
    const { access, refresh } = await issue();
    const { body } = await ask('app', access);
    expect(body).toMatchObject({ username: 'alice@app', acr: 'high', active: true, sub: 'alice' });
    expect(JSON.stringify(body)).not.toMatch(/mallory|evil|everybody|admin|9999|mine/);
    expect((await ask('app', refresh)).text).not.toMatch(/mallory|everybody|mine/);
  });

  it('are asked for only about tokens that the client may see', async () => {
    const asked: string[] = [];
    const { issue, ask } = serve({
      claims: ({ clientId }) => {
        asked.push(clientId);
        return {};
      },
    });
    const { access } = await issue();
    await ask('other', access);
    await ask('app', 'x'.repeat(59));
    expect(asked).toEqual([]);
    await ask('app', access);
    expect(asked).toEqual(['app']);
  });
});

describe('requests', () => {
  // [B4] [C15]
  it('without a token are invalid', async () => {
    const { ask } = serve();
    expect(await ask('app', '')).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('with two tokens are invalid', async () => {
    const { server } = serve();
    const client = testClient(server, {
      client_id: 'app',
      client_secret: 'a-secret-of-at-least-32-characters',
    });
    const { status, body } = await client.post('/introspect', { token: ['a', 'b'] });
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it('by GET are answered with 405: a token has no place in a URL', async () => {
    const { server, issue } = serve();
    const { access } = await issue();
    const url = `${issuer}/introspect?token=${access}`;
    const get = await server.handle(new Request(url));
    expect(get).toMatchObject({ status: 405, headers: { Allow: 'POST' } });
  });

  it('read the store once, whatever the hint and the token', async () => {
    const { issue, ask, store } = serve();
    const { access, refresh } = await issue();
    const get = vi.spyOn(store, 'get');
    for (const token of [access, refresh, 'x'.repeat(59)]) {
      get.mockClear();
      await ask('api', token, { token_type_hint: 'refresh_token' });
      expect(get).toHaveBeenCalledOnce();
    }
  });

  it('answer server_error when the store cannot', async () => {
    const { ask, store, events } = serve();
    const cause = new Error('connect ECONNREFUSED db.internal');
    store.get = () => Promise.reject(cause);
    const answer = await ask('api', 'x'.repeat(59));
    expect(answer).toMatchObject({ status: 500, body: { error: 'server_error' } });
    expect(answer.text).not.toContain('db.internal');
    expect(events.all).toMatchObject([{ type: 'request.failed', clientId: 'api', cause }]);
  });
});

it('each answer is an event without the token', async () => {
  const { issue, ask, events, recordOf } = serve();
  const { access } = await issue();
  const { grantId } = await recordOf(access);
  events.clear();
  await ask('api', access);
  expect(events.all).toMatchObject([
    { type: 'token.introspected', clientId: 'api', grantId, subject: 'alice' },
  ]);
  expect(events.all[0]).not.toHaveProperty('reason');
  expect(JSON.stringify(events.all)).not.toContain(access.slice(16));
});

describe('configuration', () => {
  it('discovery gets the methods that prove a client', () => {
    const method = definePlugin({
      name: 'method',
      clientAuthentication: { test_method: { read: () => undefined } },
    });
    const { context } = serve().server;
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

  it('an unknown `introspects` is a fault of the client', () => {
    const client = { client_id: 'api', client_secret: 's' };
    const spoilt = { ...client, client_id: 'b' };
    // As JSON could bring it, which nobody type-checks.
    Reflect.set(spoilt, 'introspects', 'all');
    expect(() =>
      createServer({
        issuer,
        clients: [client, spoilt],
        store: memoryStore(),
        plugins: [introspection()],
      }),
    ).toThrow('clients[1].introspects: must be own or any');
  });
});

it('the example answers', async () => {
  expect(await server.handle(ask('x'.repeat(59)))).toMatchObject({ body: '{"active":false}' });
});
