import { describe, expect, it } from 'vitest';
import { createServer, type JsonObject } from '@oauth/core';
import { findToken, definePlugin } from '@oauth/core/plugin';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock, recordEvents, testClient } from '@oauth/testing';
import { server as example } from '../examples/server.js';
import { clientCredentials } from './client-credentials.js';

const grant_type = 'client_credentials';
const client_secret = 'a-secret-of-at-least-32-characters';
const registered = { grant_types: [grant_type], scope: 'read write' };

function serve() {
  const clock = fakeClock();
  const events = recordEvents();
  const store = memoryStore({ clock: clock.nowMs });
  const server = createServer({
    issuer: 'https://auth.example',
    clients: [
      { client_id: 'job', client_secret, ...registered },
      {
        client_id: 'refreshing',
        client_secret,
        ...registered,
        grant_types: [grant_type, 'refresh_token'],
      },
      { client_id: 'spa', token_endpoint_auth_method: 'none', ...registered },
      { client_id: 'idle', client_secret, ...registered, grant_types: [] },
    ],
    store,
    plugins: [
      clientCredentials(),
      // A server that does refresh.
      definePlugin({ name: 'refresh', refreshTokens: () => ({ expiresAt: 1e10, data: {} }) }),
    ],
    clock: clock.nowMs,
    onEvent: events.onEvent,
  });
  const as = (client_id: string) =>
    testClient(server, client_id === 'spa' ? { client_id } : { client_id, client_secret });
  const recordOf = async ({ access_token: token }: JsonObject) =>
    typeof token === 'string' ? findToken(server.context, token) : undefined;
  return { server, store, events, as, recordOf };
}

// [E10]
describe('RFC 6749 section 4.4.2, the request', () => {
  it('gives the scope that is asked for', async () => {
    const { as } = serve();
    const { status, body } = await as('job').token({ grant_type, scope: 'write' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'write' });
    expect(body['access_token']).toMatch(/^[\w-]{59}$/);
  });

  it('gives all that the client is registered for when none is asked for', async () => {
    const { as } = serve();
    expect((await as('job').token({ grant_type })).body).toMatchObject({ scope: 'read write' });
    expect((await as('job').token({ grant_type, scope: '' })).body).toMatchObject({
      scope: 'read write',
    });
  });

  // #143
  it.each(['admin', 'read admin', 'READ', 'read  write'])('refuses the scope %j', async (scope) => {
    const { as, store } = serve();
    const { status, body } = await as('job').token({ grant_type, scope });
    expect([status, body['error']]).toEqual([400, 'invalid_scope']);
    expect(store.size).toBe(0);
  });
});

// [E10]
describe('RFC 6749 section 4.4.3, the response', () => {
  // #149
  it.each(['job', 'refreshing'])('has no refresh token for %s', async (clientId) => {
    const { as, store } = serve();
    const { body } = await as(clientId).token({ grant_type });
    expect(Object.keys(body)).toEqual(['access_token', 'token_type', 'expires_in', 'scope']);
    expect(store.size).toBe(1);
  });

  it('stands for the client and nobody else', async () => {
    const { as, recordOf } = serve();
    const parameters = { grant_type, subject: 'alice', sub: 'alice', username: 'alice' };
    const { body } = await as('job').token(parameters);
    const record = await recordOf(body);
    expect(record).toMatchObject({ clientId: 'job', data: { scope: 'read write' } });
    expect(record?.subject).toBeUndefined();
  });

  // #151
  it('has no audience of the client’s choice', async () => {
    const { as, recordOf } = serve();
    const audience = 'https://other.example';
    const { body } = await as('job').token({ grant_type, audience, resource: audience });
    const record = await recordOf(body);
    expect(record).toMatchObject({ clientId: 'job' });
    expect(JSON.stringify(record)).not.toContain('other.example');
  });
});

describe('who may not', () => {
  // [E10] #148
  it('a public client', async () => {
    const { as, store, events } = serve();
    const { status, body } = await as('spa').token({ grant_type });
    expect([status, body['error']]).toEqual([400, 'unauthorized_client']);
    expect(events.all).toMatchObject([{ type: 'request.refused', clientId: 'spa' }]);
    expect(store.size).toBe(0);
  });

  // #110
  it('a client that is not registered for it', async () => {
    const { as } = serve();
    const { body } = await as('idle').token({ grant_type });
    expect(body).toMatchObject({ error: 'unauthorized_client' });
  });

  it('a client that does not prove who it is', async () => {
    const { server, store } = serve();
    const client = testClient(server, { client_id: 'job', client_secret: 'wrong' });
    expect((await client.token({ grant_type })).status).toBe(401);
    expect(store.size).toBe(0);
  });
});

it('the example issues tokens', async () => {
  const client = testClient(example, { client_id: 'reports', client_secret });
  const { body } = await client.token({ grant_type, scope: 'reports:read' });
  expect(body).toMatchObject({ token_type: 'Bearer', scope: 'reports:read' });
});
