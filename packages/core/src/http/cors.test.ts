import { describe, expect, it } from 'vitest';
import { type HttpResponse, json } from '../contract/http.js';
import type { ServerOptions } from '../contract/server-options.js';
import { definePlugin } from '../lib/define-plugin.js';
import { basic, type Headers, post, request } from '../testing-support/requests.js';
import { clients as others, plain, serve } from '../testing-support/serve.js';
import { clientEndpoint } from './client-endpoint.js';
import { cors, type CorsOptions } from './cors.js';

const listed = 'https://listed.example';
const own = 'https://own.example';
const stranger = 'https://stranger.example';

/** Endpoints for no page, for pages of any origin, and one that has a Vary header already. */
const endpoints = definePlugin({
  name: 'endpoints',
  endpoints: {
    introspection_endpoint: clientEndpoint({
      path: '/introspect',
      clients: 'confidential',
      handle: () => json(200, { active: false }),
    }),
    document: {
      path: '/document',
      methods: ['GET', 'HEAD'],
      cors: 'any-origin',
      handle: () => json(200, {}),
    },
    varying: {
      path: '/varying',
      methods: ['GET'],
      cors: 'listed-origins',
      handle: () => json(200, {}, { Vary: 'Accept' }),
    },
  },
});

const grant_types = ['client_credentials'];
const spa = {
  client_id: 'spa',
  client_secret: 'spa-secret',
  grant_types,
  scope: 'read',
  allowed_origins: [own],
};
const clients = [...others, spa];
const asSpa = basic('spa', 'spa-secret');
const asWeb = basic('web', 'web-secret');
const form = 'grant_type=client_credentials';

function served(options: CorsOptions = { origins: [listed] }, more: Partial<ServerOptions> = {}) {
  const { send, server, events } = serve({
    clients,
    ...more,
    plugins: [plain, endpoints, cors(options)],
  });
  const preflight = (path: string, Origin: string | undefined, method = 'POST') =>
    send(
      request('OPTIONS', path, {
        ...(Origin !== undefined && { Origin }),
        'Access-Control-Request-Method': method,
        'Access-Control-Request-Headers': 'authorization',
      }),
    );
  const token = (Origin: string, body = form, headers: Headers = asWeb) =>
    send(post('/token', body, { ...headers, Origin }));
  return { server, send, events, preflight, token };
}

/** Who may read an answer, by its headers, which never speak of cookies. */
function readers({ headers }: HttpResponse) {
  expect(Object.keys(headers).join()).not.toMatch(/credentials/i);
  return { origin: headers['Access-Control-Allow-Origin'], vary: headers['Vary'] };
}

const readableBy = (origin: string) => ({ origin, vary: 'Origin' });
const unreadable = { origin: undefined, vary: 'Origin' };
const untouched = { origin: undefined, vary: undefined };

// [N2] #115
describe('preflights', () => {
  it.each([listed, own])('%s may ask', async (origin) => {
    const { preflight, events } = served();
    expect(await preflight('/token', origin)).toEqual({
      status: 204,
      headers: {
        'Access-Control-Allow-Origin': origin,
        Vary: 'Origin',
        'Access-Control-Allow-Methods': 'POST',
        'Access-Control-Allow-Headers': 'Authorization, Content-Type, DPoP',
        'Access-Control-Max-Age': '600',
      },
      body: '',
    });
    expect(events).toEqual([]);
  });

  it.each([
    stranger,
    'null',
    `${listed}.evil.example`,
    'http://listed.example',
    listed.toUpperCase(),
  ])('%s may not', async (origin) => {
    const response = await served().preflight('/token', origin);
    expect(response.status).toBe(204);
    expect(readers(response)).toEqual(unreadable);
  });

  it('any origin may ask, where clients are found by a function', async () => {
    const { preflight } = served({}, { clients: () => undefined });
    expect(readers(await preflight('/token', stranger))).toEqual(readableBy(stranger));
    for (const origin of ['null', 'http://app.example'])
      expect(readers(await preflight('/token', origin))).toEqual(unreadable);
  });

  it('without an Origin it is no preflight, nor is it without a method to ask for', async () => {
    const { preflight, send } = served();
    const bare = await preflight('/token', undefined);
    expect([bare.status, bare.headers['Allow']]).toEqual([405, 'POST']);
    expect(readers(bare)).toEqual(untouched);
    const options = await send(request('OPTIONS', '/token', { Origin: listed }));
    expect([options.status, readers(options)]).toEqual([405, readableBy(listed)]);
  });

  it('can be kept by browsers as long as maxAge says', async () => {
    const { headers } = await served({ origins: [listed], maxAge: 5 }).preflight('/token', listed);
    expect(headers['Access-Control-Max-Age']).toBe('5');
  });

  it('are not answered without the plugin', async () => {
    const { send } = serve({ clients });
    const asked = { Origin: own, 'Access-Control-Request-Method': 'POST' };
    const response = await send(request('OPTIONS', '/token', asked));
    expect([response.status, readers(response)]).toEqual([405, untouched]);
  });
});

// [N1] [N2] #115
describe('responses', () => {
  const bad = 'grant_type=x';

  it.each([form, bad])('%s: a listed origin can read what any client gets', async (body) => {
    const { token } = served();
    expect(readers(await token(listed, body))).toEqual(readableBy(listed));
    expect(readers(await token(listed, body, asSpa))).toEqual(readableBy(listed));
  });

  it.each([form, bad])('%s: an origin of a client, what that client gets', async (body) => {
    const { token } = served();
    expect(readers(await token(own, body, asSpa))).toEqual(readableBy(own));
    expect(readers(await token(own, body, asWeb))).toEqual(unreadable);
  });

  it.each([form, bad])('%s: others cannot read a thing', async (body) => {
    const { token } = served();
    for (const origin of [stranger, 'null', '', `${own}/`, 'https://own.example:444'])
      expect(readers(await token(origin, body, asSpa))).toEqual(unreadable);
  });

  it('that come before the client is known can be read by the origins of all', async () => {
    const { token } = served();
    for (const refused of [{}, basic('spa', 'wrong'), basic('nobody', 'x')]) {
      const response = await token(own, form, refused);
      expect([response.status, readers(response)]).toEqual([401, readableBy(own)]);
      expect(readers(await token(stranger, form, refused))).toEqual(unreadable);
    }
  });

  it('of clients that a function finds go by those clients alone', async () => {
    const { client_secret: _secret, ...rest } = spa;
    const verifySecret = () => true;
    const { token } = served({}, { clients: () => rest, verifySecret });
    expect(readers(await token(own, form, asSpa))).toEqual(readableBy(own));
    expect(readers(await token(own, form, {}))).toEqual(unreadable);
  });

  it('even what a database allows by mistake is not allowed', async () => {
    const { client_secret: _secret, ...rest } = spa;
    const allowed_origins = ['null', '*', 'http://own.example', own];
    const found = { ...rest, allowed_origins };
    const { token } = served({}, { clients: () => found, verifySecret: () => true });
    for (const origin of allowed_origins.slice(0, -1))
      expect(readers(await token(origin, form, asSpa))).toEqual(unreadable);
    expect(readers(await token(own, form, asSpa))).toEqual(readableBy(own));
  });

  it('show the headers that a client needs', async () => {
    const { token } = served();
    const { headers } = await token(listed, form, {});
    expect(headers).toMatchObject({
      'Access-Control-Expose-Headers': 'WWW-Authenticate, DPoP-Nonce, Retry-After',
      'WWW-Authenticate': 'Basic realm="https://auth.example"',
      'Cache-Control': 'no-store',
    });
  });

  it('keep what else they vary by', async () => {
    const { send } = served();
    const { headers } = await send(request('GET', '/varying', { Origin: listed }));
    expect(headers['Vary']).toBe('Accept, Origin');
  });

  it('to requests without an origin have no such headers', async () => {
    const { send } = served();
    expect(readers(await send(post('/token', form, asSpa)))).toEqual(untouched);
  });
});

describe('endpoints for pages of any origin, and of none', () => {
  // [N3]
  it.each([listed, stranger, 'null'])('%s reads a public document', async (origin) => {
    const { send, preflight } = served();
    const answer = await send(request('GET', '/document', { Origin: origin }));
    expect([answer.status, readers(answer)]).toEqual([200, { origin: '*', vary: undefined }]);
    const asked = await preflight('/document', origin, 'GET');
    expect([asked.status, readers(asked)]).toEqual([204, { origin: '*', vary: undefined }]);
    expect(asked.headers).toMatchObject({
      'Access-Control-Allow-Methods': 'GET, HEAD',
      'Access-Control-Allow-Headers': '*',
    });
    const wrong = await send(request('PUT', '/document', { Origin: origin }));
    expect([wrong.status, readers(wrong)]).toEqual([405, { origin: '*', vary: undefined }]);
  });

  // [N2]
  it.each([listed, own])('%s reads nothing of introspection', async (origin) => {
    const { send, preflight } = served();
    const asked = await preflight('/introspect', origin);
    expect([asked.status, readers(asked)]).toEqual([405, untouched]);
    const answer = await send(post('/introspect', 'token=x', { ...asSpa, Origin: origin }));
    expect([answer.status, readers(answer)]).toEqual([200, untouched]);
  });
});

describe('origins that are none', () => {
  const message = 'must be an origin such as https://app.example';
  const wrong = [
    ...['null', '*', '', 'app.example', 'https://app.example/', 'https://app.example/x'],
    ...[
      'https://APP.example',
      'https://app.example:443',
      'https://*.example',
      'https://a@b.example',
    ],
    ...['http://app.example', 'http://localhost.example', 'file://', 'https://', 'https://a b'],
  ];

  it.each(wrong)('refuses %j in the options and at a client', (origin) => {
    expect(() => served({ origins: [listed, origin] })).toThrow(`cors.origins[1]: ${message}`);
    const client = { ...spa, allowed_origins: [origin] };
    expect(() => served({}, { clients: [client] })).toThrow(
      `clients[0].allowed_origins[0]: ${message}`,
    );
  });

  const right = [
    ...['https://app.example', 'https://app.example:8443', 'https://[2001:db8::1]'],
    ...['http://localhost', 'http://localhost:3000', 'http://127.0.0.1:8080', 'http://[::1]:1'],
    ...['capacitor://localhost', 'chrome-extension://abcdefghijklmnop'],
  ];

  it.each(right)('%s is one', async (origin) => {
    const { token } = served({ origins: [origin] });
    expect(readers(await token(origin))).toEqual(readableBy(origin));
  });

  it('a server that is insecure itself takes insecure origins', async () => {
    const insecure = { issuer: 'http://auth.example', allowInsecureIssuer: true };
    const { token } = served({ origins: ['http://app.example'] }, insecure);
    expect(readers(await token('http://app.example'))).toEqual(readableBy('http://app.example'));
  });

  it.each([-1, 1.5, NaN])('a maxAge of %d is none', (maxAge) => {
    expect(() => served({ maxAge })).toThrow('cors.maxAge: must be seconds, 0 or more');
  });
});
