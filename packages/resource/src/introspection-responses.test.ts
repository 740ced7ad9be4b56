import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import {
  byIntrospection,
  protectedResource,
  type ByIntrospectionOptions,
  type ProtectedResourceOptions,
} from '@oauth/resource';
import { recordEvents } from '@oauth/testing';
import { startHttpServer } from '../test/http-server.js';
import { resource } from '../test/issuer.js';
import { bearerRequest, requestWithAuthorization } from '../test/protected-api.js';
import { toySender } from '../test/toy-sender.js';

const now = 2_000_000_000;
const client = { clientId: 'api', clientSecret: 'a-secret' };

type SendResponse = (response: ServerResponse) => unknown;

/** Validates a token at an API whose introspection endpoint responds like this. */
async function validateWith(
  sendResponse: SendResponse,
  options: Partial<ByIntrospectionOptions> = {},
  resourceOptions: Partial<ProtectedResourceOptions> = {},
  request = bearerRequest('some-token'),
) {
  const { origin } = await startHttpServer((_, response) => void sendResponse(response));
  const events = recordEvents();
  const api = protectedResource({
    resource,
    validate: byIntrospection({ endpoint: origin, ...client, ...options }),
    clock: () => now * 1000,
    onEvent: events.onEvent,
    ...resourceOptions,
  });
  const result = await api.validateProtectedResourceRequest(request);
  return { status: result.ok ? 200 : result.response.status, result, events };
}

const activeResponse = {
  active: true,
  client_id: 'app',
  exp: now + 60,
  aud: resource,
  token_type: 'Bearer',
  scope: 'read',
};
const sendJson = (body: unknown): SendResponse => {
  return (response) =>
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
};

it.each([
  ['every member', activeResponse, { subject: 'app', scopes: ['read'], audience: [resource] }],
  [
    'several audiences',
    { ...activeResponse, aud: ['other', resource] },
    { audience: ['other', resource] },
  ],
  [
    'audiences of which some are no text',
    { ...activeResponse, aud: [1, resource] },
    { audience: [resource] },
  ],
  ['a subject', { ...activeResponse, sub: 'alice' }, { subject: 'alice' }],
  ['token_type in lower case', { ...activeResponse, token_type: 'bearer' }, {}],
  ['no scope', { ...activeResponse, scope: undefined }, { scopes: [] }],
])('byIntrospection accepts a response with %s', async (_, response, auth) => {
  const { result } = await validateWith(sendJson(response));
  expect(result).toMatchObject({ ok: true, auth });
});

describe('byIntrospection, about a token that is not valid', () => {
  it.each([
    ['that it is not active', { active: false }],
    ['with active as text', { ...activeResponse, active: 'true' }],
    ['with active as a number', { ...activeResponse, active: 1 }],
    ['without active', { ...activeResponse, active: undefined }],
    ['without token_type, as of a refresh token', { ...activeResponse, token_type: undefined }],
    ['with token_type DPoP', { ...activeResponse, token_type: 'DPoP' }],
    [
      'with token_type DPoP and a cnf of text',
      { ...activeResponse, token_type: 'DPoP', cnf: 'k1' },
    ],
    ['with another token_type', { ...activeResponse, token_type: 'refresh_token' }],
    ['with cnf, which binds it to a key', { ...activeResponse, cnf: { jkt: 'abc' } }],
    ['that it has expired', { ...activeResponse, exp: now }],
    // #190
    ['without aud', { ...activeResponse, aud: undefined }],
    ['with an empty aud', { ...activeResponse, aud: [] }],
  ])('refuses the token for a response %s', async (_, response) => {
    expect(await validateWith(sendJson(response))).toMatchObject({ status: 401 });
  });
});

it.each([
  ['DPoP', { jkt: 'k1' }],
  ['N_A', { 'x5t#S256': 'k1' }],
])(
  'byIntrospection returns a token of type %s when cnf says how it is bound',
  async (type, cnf) => {
    const { result, events } = await validateWith(
      sendJson({ ...activeResponse, token_type: type, cnf }),
    );
    expect(result).toMatchObject({ ok: false, reason: 'token.sender_constrained' });
    expect(events.all).toMatchObject([{ clientId: 'app' }]);
  },
);

describe('a token of the introspected type', () => {
  const validateBound = (token_type: unknown, cnf: unknown, authorization: string) =>
    validateWith(
      sendJson({ ...activeResponse, token_type, cnf }),
      {},
      { senders: { toy: toySender('toy', 'Toy'), tls: toySender('tls') } },
      requestWithAuthorization(authorization, { headers: { 'toy-key': 'k1', 'tls-key': 'k2' } }),
    );

  it.each([
    ['refresh_token', { tls: 'k2' }, 'Bearer'],
    ['N_A', { tls: 'k2' }, 'Bearer'],
    ['Toy', { tls: 'k2' }, 'Bearer'],
    ['', { tls: 'k2' }, 'Bearer'],
    ['refresh_token', { toy: 'k1' }, 'Toy'],
    ['DPoP', { toy: 'k1', tls: 'k2' }, 'Toy'],
  ])('%s is refused with proof of %j, which selects no such scheme', async (type, cnf, scheme) => {
    const { result, events } = await validateBound(type, cnf, `${scheme} some-token`);
    expect(result).toMatchObject({ ok: false, reason: 'token.type', response: { status: 401 } });
    expect(events.all).toMatchObject([{ clientId: 'app' }]);
  });

  it.each([
    ['Bearer', { tls: 'k2' }, 'Bearer'],
    ['BEARER', { toy: 'k1' }, 'Toy'],
    ['Toy', { toy: 'k1' }, 'Toy'],
    ['tOY', { tls: 'k2', toy: 'k1' }, 'Toy'],
  ])('%s passes with proof of %j', async (type, cnf, scheme) => {
    expect(await validateBound(type, cnf, `${scheme} some-token`)).toMatchObject({ status: 200 });
  });
});

it('byIntrospection accepts a response without token_type where that is allowed', async () => {
  const response = sendJson({ ...activeResponse, token_type: undefined });
  expect(await validateWith(response, { allowMissingTokenType: true })).toMatchObject({
    status: 200,
  });
});

it.each([[[{}]], [[[resource]]], [[null]], [{}], [5], [null]])(
  'byIntrospection takes the aud %j for malformed even where an audience may be missing',
  async (aud) => {
    const { result } = await validateWith(
      sendJson({ ...activeResponse, aud }),
      {},
      { allowMissingAudience: true },
    );
    expect(result).toMatchObject({ ok: false, reason: 'token.undetermined' });
  },
);

it.each([[undefined], [[]]])(
  'byIntrospection accepts the aud %j where an audience may be missing',
  async (aud) => {
    const { result } = await validateWith(
      sendJson({ ...activeResponse, aud }),
      {},
      { allowMissingAudience: true },
    );
    expect(result).toMatchObject({ ok: true, auth: { audience: [] } });
  },
);

describe('byIntrospection, without a usable response', () => {
  it.each<[string, SendResponse]>([
    ['status 500', (response) => response.writeHead(500).end()],
    ['wrong credentials', (response) => response.writeHead(401).end('{"error":"invalid_client"}')],
    [
      'status 500 with an active token',
      (response) => response.writeHead(500).end(JSON.stringify(activeResponse)),
    ],
    ['status 201', (response) => response.writeHead(201).end(JSON.stringify(activeResponse))],
    ['an empty body', (response) => response.end()],
    ['an HTML page', (response) => response.end('<html>')],
    ['a JSON list', sendJson([activeResponse])],
    ['a JSON string', sendJson('active')],
    ['null', sendJson(null)],
    ['a response without client_id', sendJson({ ...activeResponse, client_id: undefined })],
    ['a response without exp', sendJson({ ...activeResponse, exp: undefined })],
    ['exp as text', sendJson({ ...activeResponse, exp: `${now + 60}` })],
    ['scope as a list', sendJson({ ...activeResponse, scope: ['read'] })],
    ['aud as an object', sendJson({ ...activeResponse, aud: { 0: resource } })],
    ['aud as a list of objects', sendJson({ ...activeResponse, aud: [{}] })],
    ['aud as a number', sendJson({ ...activeResponse, aud: 1 })],
    ['aud as null', sendJson({ ...activeResponse, aud: null })],
    ['a closed connection', (response) => response.socket?.destroy()],
    [
      'half a response',
      (response) => response.write('{"active":', () => response.socket?.destroy()),
    ],
  ])('makes the API answer 503 for %s', async (_, sendResponse) => {
    const { status, events } = await validateWith(sendResponse);
    expect(status).toBe(503);
    expect(events.all).toMatchObject([
      { reason: 'token.undetermined', cause: expect.any(Error) as unknown },
    ]);
  });

  it('makes the API answer 503 when no response comes within timeoutMs', async () => {
    const { status } = await validateWith(() => undefined, { timeoutMs: 50 });
    expect(status).toBe(503);
  });

  it('makes the API answer 503 when the response does not end within timeoutMs', async () => {
    const { status } = await validateWith((response) => response.write('{"active":'), {
      timeoutMs: 50,
    });
    expect(status).toBe(503);
  });

  it.each([301, 302, 303, 307, 308])(
    'follows no redirect with %d, which could lead the token to another server',
    async (code) => {
      let reached = 0;
      const { origin } = await startHttpServer((_, response) => {
        reached += 1;
        sendJson(activeResponse)(response);
      });
      const { status } = await validateWith((response) =>
        response.writeHead(code, { Location: origin }).end(),
      );
      expect([status, reached]).toEqual([503, 0]);
    },
  );
});

describe('byIntrospection, given options', () => {
  const endpoint = 'https://auth.example/introspect';
  const configure = (options: object) => () => byIntrospection({ endpoint, ...client, ...options });

  it.each([
    [
      'an http endpoint',
      { endpoint: 'http://auth.example/introspect' },
      'endpoint: is "http://auth.example/introspect", which is not encrypted',
    ],
    ['a missing endpoint', { endpoint: undefined }, 'endpoint: is undefined, which is not a URL'],
    ['an empty clientId', { clientId: '' }, 'clientId: is ""; write'],
    ['a missing clientSecret', { clientSecret: undefined }, 'clientSecret: is missing'],
    ['a negative cacheLifetime', { cacheLifetime: -1 }, 'cacheLifetime: is -1; write seconds'],
    ['a cacheLifetime of NaN', { cacheLifetime: NaN }, 'cacheLifetime: is NaN; write seconds'],
    ['a cacheSize of 0', { cacheSize: 0 }, 'cacheSize: is 0; write 1 or more'],
    ['a timeoutMs of 0', { timeoutMs: 0 }, 'timeoutMs: is 0; write milliseconds'],
    ['a misspelt option', { cacheTime: 5 }, 'cacheTime: is not an option'],
  ])('throws a ConfigurationError for %s', (_, options, fault) => {
    expect(configure(options)).toThrow(ConfigurationError);
    expect(configure(options)).toThrow(fault);
  });

  it('throws one ConfigurationError that lists every fault', () => {
    expect(configure({ clientId: '', clientSecret: '' })).toThrow(/clientId.*\n.*clientSecret/);
  });

  it.each([
    { endpoint: 'http://auth:8080/introspect', allowInsecureEndpoint: true },
    { cacheLifetime: 0 },
  ])('accepts the options %j', (options) => {
    expect(configure(options)).not.toThrow();
  });
});
