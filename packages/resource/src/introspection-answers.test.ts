import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { byIntrospection, protectedResource, type ByIntrospectionOptions } from '@oauth/resource';
import { recordEvents } from '@oauth/testing';
import { resource } from '../test/issuer.js';
import { listening } from '../test/listening.js';
import { bearer } from '../test/protected-api.js';

const now = 2_000_000_000;
const client = { clientId: 'api', clientSecret: 'a-secret' };

type Respond = (response: ServerResponse) => unknown;

/** An API that asks a server by somebody else, which answers like this. */
async function asking(respond: Respond, options: Partial<ByIntrospectionOptions> = {}) {
  const { origin } = await listening((_, response) => void respond(response));
  const events = recordEvents();
  const api = protectedResource({
    resource,
    validate: byIntrospection({ endpoint: origin, ...client, ...options }),
    clock: () => now * 1000,
    onEvent: events.onEvent,
  });
  const verdict = await api.validateProtectedResourceRequest(bearer('some-token'));
  return { status: verdict.ok ? 200 : verdict.response.status, verdict, events };
}

const good = {
  active: true,
  client_id: 'app',
  exp: now + 60,
  aud: resource,
  token_type: 'Bearer',
  scope: 'read',
};
const json = (body: unknown): Respond => {
  return (response) =>
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
};

it.each([
  ['all there is', good, { subject: 'app', scopes: ['read'], audience: [resource] }],
  ['several audiences', { ...good, aud: ['other', resource] }, { audience: ['other', resource] }],
  [
    'audiences of which some are no text',
    { ...good, aud: [1, resource] },
    { audience: [resource] },
  ],
  ['a subject', { ...good, sub: 'alice' }, { subject: 'alice' }],
  ['another spelling of the type', { ...good, token_type: 'bearer' }, {}],
  ['no scope', { ...good, scope: undefined }, { scopes: [] }],
])('an answer with %s', async (_, answer, auth) => {
  const { verdict } = await asking(json(answer));
  expect(verdict).toMatchObject({ ok: true, auth });
});

describe('an answer that the token is not valid here', () => {
  it.each([
    ['not active', { active: false }],
    ['active as text', { ...good, active: 'true' }],
    ['active as a number', { ...good, active: 1 }],
    ['silence about it', { ...good, active: undefined }],
    ['no type, as of a refresh token', { ...good, token_type: undefined }],
    ['another type', { ...good, token_type: 'DPoP' }],
    ['another type yet', { ...good, token_type: 'refresh_token' }],
    ['bound to a key', { ...good, cnf: { jkt: 'abc' } }],
    ['expired', { ...good, exp: now }],
    // #190
    ['no audience', { ...good, aud: undefined }],
    ['an empty audience', { ...good, aud: [] }],
    ['an audience that is no text', { ...good, aud: { 0: resource } }],
  ])('%s', async (_, answer) => {
    expect(await asking(json(answer))).toMatchObject({ status: 401 });
  });
});

it('may lack the type where that is accepted', async () => {
  const answer = json({ ...good, token_type: undefined });
  expect(await asking(answer, { allowMissingTokenType: true })).toMatchObject({ status: 200 });
});

describe('no answer', () => {
  it.each<[string, Respond]>([
    ['an error', (response) => response.writeHead(500).end()],
    ['wrong credentials', (response) => response.writeHead(401).end('{"error":"invalid_client"}')],
    ['an error that says active', (response) => response.writeHead(500).end(JSON.stringify(good))],
    ['another status', (response) => response.writeHead(201).end(JSON.stringify(good))],
    ['nothing', (response) => response.end()],
    ['a page', (response) => response.end('<html>')],
    ['a list', json([good])],
    ['a word', json('active')],
    ['no object', json(null)],
    ['no client', json({ ...good, client_id: undefined })],
    ['no expiry', json({ ...good, exp: undefined })],
    ['expiry as text', json({ ...good, exp: `${now + 60}` })],
    ['scopes as a list', json({ ...good, scope: ['read'] })],
    ['a hang-up', (response) => response.socket?.destroy()],
    [
      'half an answer',
      (response) => response.write('{"active":', () => response.socket?.destroy()),
    ],
  ])('%s', async (_, respond) => {
    const { status, events } = await asking(respond);
    expect(status).toBe(503);
    expect(events.all).toMatchObject([
      { reason: 'token.undetermined', cause: expect.any(Error) as unknown },
    ]);
  });

  it('in time', async () => {
    const { status } = await asking(() => undefined, { timeoutMs: 50 });
    expect(status).toBe(503);
  });

  it('in time, to the end', async () => {
    const { status } = await asking((response) => response.write('{"active":'), { timeoutMs: 50 });
    expect(status).toBe(503);
  });

  it.each([301, 302, 303, 307, 308])(
    'but %d to another server, which gets nothing',
    async (code) => {
      let reached = 0;
      const { origin } = await listening((_, response) => {
        reached += 1;
        json(good)(response);
      });
      const { status } = await asking((response) =>
        response.writeHead(code, { Location: origin }).end(),
      );
      expect([status, reached]).toEqual([503, 0]);
    },
  );
});

describe('options that cannot work', () => {
  const endpoint = 'https://auth.example/introspect';
  const make = (options: object) => () => byIntrospection({ endpoint, ...client, ...options });

  it.each([
    [
      'an endpoint by http',
      { endpoint: 'http://auth.example/introspect' },
      'endpoint: must be an https',
    ],
    ['no endpoint', { endpoint: undefined }, 'endpoint: must be an https'],
    ['no client', { clientId: '' }, 'clientId: must'],
    ['no secret', { clientSecret: undefined }, 'clientSecret: must'],
    ['a negative time', { cacheLifetime: -1 }, 'cacheLifetime: must'],
    ['no time', { cacheLifetime: NaN }, 'cacheLifetime: must'],
    ['room for none', { cacheSize: 0 }, 'cacheSize: must'],
    ['no patience', { timeoutMs: 0 }, 'timeoutMs: must'],
    ['a misspelt one', { cacheTime: 5 }, 'cacheTime: is not an option'],
  ])('%s', (_, options, fault) => {
    expect(make(options)).toThrow(ConfigurationError);
    expect(make(options)).toThrow(fault);
  });

  it('are all said at once', () => {
    expect(make({ clientId: '', clientSecret: '' })).toThrow(/clientId.*\n.*clientSecret/);
  });

  it.each([
    { endpoint: 'http://auth:8080/introspect', allowInsecureEndpoint: true },
    { cacheLifetime: 0 },
  ])('unlike %j', (options) => {
    expect(make(options)).not.toThrow();
  });
});
