import { describe, expect, it } from 'vitest';
import { createServer, type JsonObject } from '@oauth/core';
import { definePlugin, findToken } from '@oauth/core/plugin';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock, recordEvents, testClient } from '@oauth/testing';
import { server as exampleServer } from '../examples/server.js';
import { clientCredentials } from './client-credentials.js';

const grant_type = 'client_credentials';
const client_secret = 'a-secret-of-at-least-32-characters';
const registration = { grant_types: [grant_type], scope: 'read write' };

function clientCredentialsServer() {
  const clock = fakeClock();
  const events = recordEvents();
  const store = memoryStore({ clock: clock.nowMs });
  const server = createServer({
    issuer: 'https://auth.example',
    clients: [
      { client_id: 'job', client_secret, ...registration },
      {
        client_id: 'refreshing',
        client_secret,
        ...registration,
        grant_types: [grant_type, 'refresh_token'],
      },
      { client_id: 'spa', token_endpoint_auth_method: 'none', ...registration },
      { client_id: 'idle', client_secret, ...registration, grant_types: [] },
    ],
    store,
    plugins: [
      clientCredentials(),
      definePlugin({ name: 'refresh', refreshTokens: () => ({ expiresAt: 1e10, data: {} }) }),
    ],
    clock: clock.nowMs,
    onEvent: events.onEvent,
  });
  const clientNamed = (client_id: string) =>
    testClient(server, client_id === 'spa' ? { client_id } : { client_id, client_secret });
  const findRecord = async ({ access_token: token }: JsonObject) =>
    typeof token === 'string' ? findToken(server.context, token) : undefined;
  return { server, store, events, clientNamed, findRecord };
}

// [E10]
describe('a client credentials request (RFC 6749 section 4.4.2)', () => {
  it('gives a token of the scope it asks for', async () => {
    const { clientNamed } = clientCredentialsServer();
    const { status, body } = await clientNamed('job').token({ grant_type, scope: 'write' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'write' });
    expect(body['access_token']).toMatch(/^[\w-]{59}$/);
  });

  it('gives a token of every registered scope if it asks for none', async () => {
    const { clientNamed } = clientCredentialsServer();
    expect((await clientNamed('job').token({ grant_type })).body).toMatchObject({
      scope: 'read write',
    });
    expect((await clientNamed('job').token({ grant_type, scope: '' })).body).toMatchObject({
      scope: 'read write',
    });
  });

  // #143
  it.each(['admin', 'read admin', 'READ', 'read  write'])(
    'is refused with invalid_scope for the scope %j',
    async (scope) => {
      const { clientNamed, store } = clientCredentialsServer();
      const { status, body } = await clientNamed('job').token({ grant_type, scope });
      expect([status, body['error']]).toEqual([400, 'invalid_scope']);
      expect(store.size).toBe(0);
    },
  );
});

// [E10]
describe('the response (RFC 6749 section 4.4.3)', () => {
  // #149
  it.each(['job', 'refreshing'])('has no refresh token for the client %s', async (clientId) => {
    const { clientNamed, store } = clientCredentialsServer();
    const { body } = await clientNamed(clientId).token({ grant_type });
    expect(Object.keys(body)).toEqual(['access_token', 'token_type', 'expires_in', 'scope']);
    expect(store.size).toBe(1);
  });

  it('has a token without a subject, whatever the request says', async () => {
    const { clientNamed, findRecord } = clientCredentialsServer();
    const parameters = { grant_type, subject: 'alice', sub: 'alice', username: 'alice' };
    const { body } = await clientNamed('job').token(parameters);
    const record = await findRecord(body);
    expect(record).toMatchObject({ clientId: 'job', data: { scope: 'read write' } });
    expect(record?.subject).toBeUndefined();
  });

  // #151
  it('has a token without an audience, whatever the request says', async () => {
    const { clientNamed, findRecord } = clientCredentialsServer();
    const audience = 'https://other.example';
    const { body } = await clientNamed('job').token({ grant_type, audience, resource: audience });
    const record = await findRecord(body);
    expect(record).toMatchObject({ clientId: 'job' });
    expect(JSON.stringify(record)).not.toContain('other.example');
  });
});

describe('the grant is refused for', () => {
  // [E10] #148
  it('a public client', async () => {
    const { clientNamed, store, events } = clientCredentialsServer();
    const { status, body } = await clientNamed('spa').token({ grant_type });
    expect([status, body['error']]).toEqual([400, 'unauthorized_client']);
    expect(events.all).toMatchObject([{ type: 'request.refused', clientId: 'spa' }]);
    expect(store.size).toBe(0);
  });

  // #110
  it('a client that is not registered for the grant', async () => {
    const { clientNamed } = clientCredentialsServer();
    const { body } = await clientNamed('idle').token({ grant_type });
    expect(body).toMatchObject({ error: 'unauthorized_client' });
  });

  it('a client that does not authenticate', async () => {
    const { server, store } = clientCredentialsServer();
    const client = testClient(server, { client_id: 'job', client_secret: 'wrong' });
    expect((await client.token({ grant_type })).status).toBe(401);
    expect(store.size).toBe(0);
  });
});

it('the example of the README issues tokens', async () => {
  const client = testClient(exampleServer, { client_id: 'reports', client_secret });
  const { body } = await client.token({ grant_type, scope: 'reports:read' });
  expect(body).toMatchObject({ token_type: 'Bearer', scope: 'reports:read' });
});
