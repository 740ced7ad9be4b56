import { describe, expect, it } from 'vitest';
import { OAuthError } from '../contract/errors.js';
import { json } from '../contract/http.js';
import { bodyTooLarge } from '../http/reasons.js';
import { definePlugin } from '../lib/define-plugin.js';
import { mapStore } from '../testing-support/map-store.js';
import { basic, bodyOf, post, request } from '../testing-support/requests.js';
import { clients, issuer, plain, serve, type Served } from '../testing-support/serve.js';
import { createTokenResponse, validateTokenRequest } from '../token/composed-calls.js';
import { defineGrant } from '../token/define-grant.js';
import { createServer } from './create-server.js';

const form = 'grant_type=client_credentials';
const web = basic('web', 'web-secret');
const neverKept = {
  'Content-Type': 'application/json;charset=UTF-8',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
};

describe('paths', () => {
  it.each([
    [issuer, '/token', true],
    [issuer, 'https://other.example/token', true],
    [issuer, '/token/', false],
    [issuer, '/TOKEN', false],
    [issuer, '//token', false],
    [issuer, '/', false],
    [issuer, '/tokens', false],
    [`${issuer}/`, '/token', true],
    [`${issuer}/tenant`, '/tenant/token', true],
    [`${issuer}/tenant/`, '/tenant/token', true],
    [`${issuer}/tenant`, '/token', false],
  ])('of %s: %s %s', async (ofIssuer, url, there) => {
    const { server, send } = serve({ issuer: ofIssuer });
    expect(server.canHandle(url)).toBe(there);
    expect((await send(post(url, form, web))).status).toBe(there ? 200 : 404);
  });

  it('can be replaced by the option paths', async () => {
    const { server, send } = serve({ paths: { token_endpoint: '/oauth/t' } });
    expect(server.context.endpointUrl('token_endpoint')).toBe(`${issuer}/oauth/t`);
    expect((await send(post('/oauth/t', form, web))).status).toBe(200);
    expect((await send(post('/token', form, web))).status).toBe(404);
  });

  it('are never taken from the host of a request', async () => {
    const headers = { ...web, Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' };
    const { send } = serve();
    const response = await send(post('https://evil.example/token', 'grant_type=x', headers));
    expect(JSON.stringify(response)).not.toContain('evil.example');
  });
});

// [B3] [B4] [C9] #229
describe('methods', () => {
  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'post', ''])(
    '%s is answered with 405 and Allow',
    async (method) => {
      const { send, store, events } = serve();
      const response = await send(request(method, '/token', web, async () => form));
      expect(response).toMatchObject({ status: 405, headers: { ...neverKept, Allow: 'POST' } });
      expect(bodyOf(response)).toMatchObject({ error: 'invalid_request' });
      expect(events).toMatchObject([
        { type: 'request.refused', reason: 'request.method_not_allowed' },
      ]);
      expect(store.records.size).toBe(0);
    },
  );
});

describe('responses that are errors', () => {
  const failing = defineGrant({
    name: 'failing',
    grants: {
      refuse: {
        handle: () => {
          throw new OAuthError('invalid_grant', { reason: 'test.refused' });
        },
      },
      fail: {
        handle: () => {
          throw new Error('driver text');
        },
      },
    },
  });
  const all = [{ client_id: 'web', client_secret: 's', grant_types: ['refuse', 'fail'] }];
  const served = (available = true): Served =>
    serve({ plugins: [failing], clients: all, isAvailable: () => available });
  const as = basic('web', 's');

  it.each([
    [404, post('/nowhere', form, as), served()],
    [405, request('GET', '/token', as), served()],
    [413, post('/token', 'x'.repeat(70_000), as), served()],
    [400, post('/token', '', as), served()],
    [400, post('/token', 'grant_type=refuse', as), served()],
    [401, post('/token', form), served()],
    [500, post('/token', 'grant_type=fail', as), served()],
    [503, post('/token', form, as), served(false)],
  ])('%i: JSON that no cache keeps', async (status, http, { send }) => {
    const response = await send(http);
    expect(response).toMatchObject({ status, headers: neverKept });
    expect(bodyOf(response)).toHaveProperty('error');
    expect(response.body).not.toContain('driver text');
  });

  it('keep their cause from the client', async () => {
    const { send, events } = served();
    await send(post('/token', 'grant_type=fail', as));
    expect(events).toMatchObject([
      {
        type: 'request.failed',
        endpoint: 'token_endpoint',
        reason: 'server.unexpected',
        error: 'server_error',
        clientId: 'web',
        cause: new Error('driver text'),
      },
    ]);
  });

  // [M11]
  it('while the server is not available: 503, with an event', async () => {
    const { send, events } = served(false);
    const response = await send(post('/token', form, as));
    expect(bodyOf(response)).toMatchObject({ error: 'temporarily_unavailable' });
    expect(events).toMatchObject([{ type: 'request.failed', reason: 'server.unavailable' }]);
  });

  // [B1]
  it('then the composed calls refuse too, and other paths are unknown as ever', async () => {
    const { server, store } = served(false);
    const reason = { code: 'temporarily_unavailable', reason: 'server.unavailable' };
    const asked = post('/token', form, as);
    await expect(validateTokenRequest(server, asked)).rejects.toMatchObject(reason);
    expect((await createTokenResponse(server, asked)).status).toBe(503);
    expect((await server.handle(request('GET', '/elsewhere'))).status).toBe(404);
    expect(store.records.size).toBe(0);
  });

  it('when even `available` throws', async () => {
    const { token } = serve({
      isAvailable: () => {
        throw new Error('no');
      },
    });
    expect((await token()).status).toBe(500);
  });
});

describe('the realm of a challenge', () => {
  it.each([
    'https://auth.example/a(b),c',
    'https://auth.example:8443/',
    "https://auth.example/'x'",
  ])('is the issuer %s, as one quoted string', async (ofIssuer) => {
    const { server } = serve({ issuer: ofIssuer });
    const { headers } = await server.handleEndpoint('token_endpoint', post('/token', form));
    expect(headers['WWW-Authenticate']).toBe(`Basic realm="${ofIssuer}"`);
  });

  it.each(['https://a"b.example', 'https://auth.example/a"b', 'https://auth.example/a\\b'])(
    'cannot be broken by %s, which is no issuer',
    (bad) => {
      expect(() => serve({ issuer: bad })).toThrow('issuer');
    },
  );

  it.each(['https://例え.jp', 'https://auth.example/é', 'https://auth.example/\u0001'])(
    'has no characters that a header cannot carry: %j is no issuer',
    (bad) => {
      expect(() => serve({ issuer: bad })).toThrow('issuer');
    },
  );
});

describe('endpoints of plugins', () => {
  const ping = definePlugin({
    name: 'ping',
    endpoints: {
      ping_endpoint: {
        path: '/ping',
        methods: ['GET', 'POST'],
        handle: (http, server) => json(200, { at: server.now(), method: http.method }),
      },
    },
  });

  it('are found by path, or by name wherever they are', async () => {
    const store = mapStore();
    const server = createServer({
      issuer,
      clients,
      store,
      plugins: [plain, ping],
      clock: () => 5000,
    });
    const expected = { at: 5, method: 'GET' };
    expect(bodyOf(await server.handle(request('GET', '/ping?x=1')))).toEqual(expected);
    expect(
      bodyOf(await server.handleEndpoint('ping_endpoint', request('GET', '/elsewhere'))),
    ).toEqual(expected);
    const put = await server.handleEndpoint('ping_endpoint', request('PUT', '/elsewhere'));
    expect(put).toMatchObject({ status: 405, headers: { Allow: 'GET, POST' } });
  });

  // [B2]
  it('may throw anything without ending the process', async () => {
    const throwing = (thrown: unknown): Served =>
      serve({
        plugins: [
          {
            name: 'throwing',
            endpoints: {
              x: {
                path: '/x',
                methods: ['GET'],
                handle: () => {
                  throw thrown;
                },
              },
            },
          },
        ],
        clients: [],
      });
    for (const thrown of ['text', undefined, null, new TypeError('x'), { toResponse: 1 }])
      expect((await throwing(thrown).send(request('GET', '/x'))).status).toBe(500);
    const tooLarge = await throwing(bodyTooLarge(5)).send(request('GET', '/x'));
    expect(tooLarge).toMatchObject({ status: 413, headers: { Connection: 'close' } });
  });
});
