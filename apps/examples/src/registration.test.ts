import { describe, expect, it } from 'vitest';
import { getText, type JsonMembers, parseJsonObject } from '@oauth/app-kit/json';
import { ConfigurationError, createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { testClient } from '@oauth/testing';
import { clientRegistration } from './registration.js';

const issuer = 'https://auth.example';
const initialAccessToken = 'an-initial-token-that-a-generator-made';
const metadata = { client_name: 'Reports', grant_types: ['client_credentials'], scope: 'read' };

function serve(store = memoryStore()) {
  const server = createServer({
    issuer,
    clients: [],
    store,
    plugins: [clientCredentials(), clientRegistration({ initialAccessToken })],
  });
  const register = async (body: unknown, token = initialAccessToken) => {
    const response = await server.handle(
      new Request(`${issuer}/register`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      }),
    );
    return { status: response.status, body: parseJsonObject(response.body) ?? {} };
  };
  const requestToken = (client: JsonMembers) =>
    testClient(server, {
      client_id: getText(client, 'client_id'),
      client_secret: getText(client, 'client_secret'),
    }).token({ grant_type: 'client_credentials' });
  return { register, requestToken };
}

describe('client registration (RFC 7591)', () => {
  it('lets a registered client request tokens, also after a restart', async () => {
    const store = memoryStore();
    const { register, requestToken } = serve(store);
    const { status, body } = await register({ ...metadata, unknown_member: 1 });
    expect(status).toBe(201);
    expect(body).toEqual({
      ...metadata,
      client_id: expect.stringMatching(/^[\w-]{22}$/) as unknown,
      client_secret: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      client_secret_expires_at: 0,
    });
    expect(await requestToken(body)).toMatchObject({ status: 200, body: { scope: 'read' } });
    expect((await requestToken({ ...body, client_secret: 'x' })).status).toBe(401);
    expect((await serve(store).requestToken(body)).status).toBe(200);
  });

  it('registers nothing without the initial access token', async () => {
    const { register } = serve();
    expect(await register(metadata, 'wrong')).toMatchObject({
      status: 401,
      body: { error: 'invalid_token' },
    });
  });

  it.each<[string, unknown, string]>([
    ['a grant type that the server lacks', { ...metadata, grant_types: ['x'] }, 'grant_types'],
    [
      'a client without a name',
      { ...metadata, client_name: undefined },
      'client_name must be there',
    ],
    ['a member of the wrong type', { ...metadata, client_name: 1 }, 'client_name must be there'],
    ['a body that is no object', [], 'no JSON object'],
  ])('refuses %s, and says why', async (_, body, why) => {
    const response = await serve().register(body);
    expect(response).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' } });
    expect(response.body['error_description']).toContain(why);
  });

  it('holds the clients of the options to the same rules', () => {
    const clients = [{ client_id: 'a', client_secret: 'b', grant_types: [] }];
    const plugins = [clientCredentials(), clientRegistration({ initialAccessToken })];
    expect(() => createServer({ issuer, clients, store: memoryStore(), plugins })).toThrow(
      new ConfigurationError([
        {
          path: 'clients[0].client_name',
          message: 'must be there, since the consent page shows it',
        },
      ]),
    );
  });
});
