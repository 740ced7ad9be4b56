import { describe, expect, it } from 'vitest';
import { getText } from '@oauth/app-kit/json';
import { pkcePair } from '@oauth/app-kit/pkce';
import { createServer } from '@oauth/core';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock, recordEvents, testClient } from '@oauth/testing';
import { pushedRequests } from './pushed-requests.js';

const issuer = 'https://auth.example';
const redirect_uri = 'https://app.example/callback';
const { code_challenge, code_verifier } = pkcePair;

function serve(user = 'alice') {
  const clock = fakeClock();
  const events = recordEvents();
  const credentials = { client_secret: 'a-secret-of-at-least-32-characters' };
  const registered = { ...credentials, redirect_uris: [redirect_uri], scope: 'read write' };
  const server = createServer({
    issuer,
    clients: [
      { ...registered, client_id: 'web' },
      { ...registered, client_id: 'other' },
    ],
    store: memoryStore({ clock: clock.nowMs }),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    authorize: () => ({ approve: { subject: user } }),
    plugins: [authorizationCode(), pushedRequests()],
  });
  const client = testClient(server, { client_id: 'web', ...credentials });
  const push = (parameters = {}) =>
    client.post('/par', {
      response_type: 'code',
      redirect_uri,
      code_challenge,
      code_challenge_method: 'S256',
      ...parameters,
    });
  const authorize = async (parameters: Readonly<Record<string, string>>) => {
    const query = new URLSearchParams({ client_id: 'web', ...parameters });
    const request = new Request(`${issuer}/authorize?${query.toString()}`);
    const { status, headers } = await server.handle(request);
    const location = headers['Location'];
    const search = typeof location === 'string' ? new URL(location).searchParams : [];
    return { status, response: Object.fromEntries(search) };
  };
  const redeem = (code = '') =>
    client.token({ grant_type: 'authorization_code', code, redirect_uri, code_verifier });
  return { clock, events, push, authorize, redeem };
}

describe('a pushed authorization request (RFC 9126)', () => {
  it('gives a reference that stands for all its parameters', async () => {
    const { push, authorize, redeem } = serve();
    const { status, body } = await push({ scope: 'read', state: 'abc' });
    expect(status).toBe(201);
    expect(body).toEqual({
      request_uri: expect.stringMatching(
        /^urn:ietf:params:oauth:request_uri:[\w-]{59}$/,
      ) as unknown,
      expires_in: 600,
    });
    const { response } = await authorize({
      request_uri: getText(body, 'request_uri'),
      scope: 'read write',
    });
    expect(response['state']).toBe('abc');
    expect(await redeem(response['code'])).toMatchObject({ status: 200, body: { scope: 'read' } });
  });

  it('can be approved once', async () => {
    const { push, authorize } = serve();
    const { body } = await push();
    const request_uri = getText(body, 'request_uri');
    const results = await Promise.all([1, 2, 3].map(() => authorize({ request_uri })));
    expect(results.filter(({ response }) => 'code' in response)).toHaveLength(1);
    expect((await authorize({ request_uri })).status).toBe(400);
  });

  it('is of no use to other clients, and when it has expired', async () => {
    const { push, authorize, clock } = serve();
    const { body } = await push();
    const request_uri = getText(body, 'request_uri');
    expect((await authorize({ request_uri, client_id: 'other' })).status).toBe(400);
    clock.advance(600);
    expect((await authorize({ request_uri })).status).toBe(400);
    expect((await authorize({ request_uri: 'https://app.example/request' })).status).toBe(400);
  });

  it.each([
    ['an unregistered redirect URI', { redirect_uri: 'https://evil.example/' }, 'invalid_request'],
    ['a scope of another client', { scope: 'admin' }, 'invalid_scope'],
    ['a reference to another request', { request_uri: 'urn:x' }, 'invalid_request'],
    ['the id of another client', { client_id: 'other' }, 'invalid_request'],
  ])('is refused at once with %s', async (_, parameters, error) => {
    const { status, body } = await serve().push(parameters);
    expect([status, body['error']]).toEqual([400, error]);
  });

  it('cannot be approved by another user than its login_hint', async () => {
    const { push, authorize } = serve('alice');
    const pushed = await push({ login_hint: 'alice' });
    const own = await authorize({ request_uri: getText(pushed.body, 'request_uri') });
    expect(own.response).toHaveProperty('code');
    const { push: pushOther, authorize: authorizeOther, events } = serve('bob');
    const { body } = await pushOther({ login_hint: 'alice' });
    const request_uri = getText(body, 'request_uri');
    expect((await authorizeOther({ request_uri })).response['error']).toBe('access_denied');
    expect(events.of('authorization.denied')).toMatchObject([
      { reason: 'pushed_request.other_user' },
    ]);
  });
});
