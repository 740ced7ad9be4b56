import { describe, expect, it } from 'vitest';
import { cors, type CorsOptions } from './cors.js';
import { ConfigurationError } from './errors.js';
import { json } from './http.js';
import { definePlugin } from './plugin.js';
import { basic, post, request } from './testing-support/requests.js';
import { clients, plain, serve } from './testing-support/serve.js';

const listed = 'https://app.example';
const own = 'https://own.example';
const form = 'grant_type=client_credentials';

const endpoints = definePlugin({
  name: 'endpoints',
  endpoints: {
    keys_endpoint: {
      path: '/keys',
      methods: ['GET'],
      cors: 'anybody',
      handle: () => json(200, {}),
    },
    page_endpoint: { path: '/page', methods: ['GET'], handle: () => json(200, {}) },
  },
});

function served(options: CorsOptions = { origins: [listed] }) {
  const [first, ...others] = clients;
  return serve({
    plugins: [plain, endpoints, cors(options)],
    clients: [...(first ? [{ ...first, allowed_origins: [own] }] : []), ...others],
  });
}

const from = (origin: string) => ({ Origin: origin, ...basic('web', 'web-secret') });
const preflight = (url: string, origin: string) =>
  request('OPTIONS', url, { Origin: origin, 'Access-Control-Request-Method': 'POST' });

describe('#115 cors', () => {
  it.each([listed, own])('lets %s read the answer, never with cookies', async (origin) => {
    const { headers, status } = await served().send(post('/token', form, from(origin)));
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': 'WWW-Authenticate, DPoP-Nonce, Retry-After',
      Vary: 'Origin',
      'Cache-Control': 'no-store',
    });
    expect(headers).not.toHaveProperty('Access-Control-Allow-Credentials');
  });

  it.each(['https://evil.example', 'null', 'https://app.example.evil.example', `${listed}/`, ''])(
    'does not let %j',
    async (origin) => {
      const { headers, status } = await served().send(post('/token', form, from(origin)));
      expect(status).toBe(200);
      expect(headers).not.toHaveProperty('Access-Control-Allow-Origin');
      expect(headers).toMatchObject({ Vary: 'Origin' });
    },
  );

  it('lets a listed page read errors, so that it can tell what went wrong', async () => {
    const wrong = { Origin: listed, ...basic('web', 'wrong') };
    const response = await served().send(post('/token', form, wrong));
    expect(response).toMatchObject({
      status: 401,
      headers: {
        'Access-Control-Allow-Origin': listed,
        'WWW-Authenticate': 'Basic realm="https://auth.example"',
      },
    });
  });

  it('lets no page of a client read what another client is answered', async () => {
    const other = { Origin: own, ...basic('idle', 'idle-secret') };
    const { headers } = await served().send(post('/token', form, other));
    expect(headers).not.toHaveProperty('Access-Control-Allow-Origin');
  });

  it('lets anybody read what is for anybody', async () => {
    const { headers } = await served().send(
      request('GET', '/keys', { Origin: 'https://any.example' }),
    );
    expect(headers['Access-Control-Allow-Origin']).toBe('*');
  });

  it('says nothing where an endpoint is for no page, and to who is none', async () => {
    const page = await served().send(request('GET', '/page', { Origin: listed }));
    expect(page.headers).not.toHaveProperty('Access-Control-Allow-Origin');
    const { headers } = await served().token(form);
    expect(headers).not.toHaveProperty('Vary');
  });

  it('answers preflights', async () => {
    const { send, events } = served({ origins: [listed], maxAge: 60 });
    expect(await send(preflight('/token', listed))).toEqual({
      status: 204,
      headers: {
        'Access-Control-Allow-Origin': listed,
        Vary: 'Origin',
        'Access-Control-Allow-Methods': 'POST',
        'Access-Control-Allow-Headers': 'Authorization, Content-Type, DPoP',
        'Access-Control-Max-Age': '60',
      },
      body: '',
    });
    expect((await send(preflight('/page', listed))).status).toBe(405);
    expect((await send(request('OPTIONS', '/token', { Origin: listed }))).status).toBe(405);
    expect(events.map(({ reason }) => reason)).toEqual(Array(2).fill('request.method_not_allowed'));
  });

  it.each(['*', 'null', 'app.example', 'https://app.example/', 'https://App.example', ''])(
    'cannot be told the origin %j',
    (origin) => {
      expect(() => served({ origins: [listed, origin] })).toThrow(ConfigurationError);
      expect(() => served({ origins: [listed, origin] })).toThrow('cors.origins[1]');
    },
  );
});
