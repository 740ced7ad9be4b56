import { expect, it } from 'vitest';
import { getText } from '@oauth/app-kit/json';
import { ConfigurationError, createServer } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { testClient } from '@oauth/testing';
import { pairwiseSubject } from './pairwise-subject.js';
import { issuePersonalToken } from './personal-token.js';

const issuer = 'https://auth.example';
const client_secret = 'a-secret-of-at-least-32-characters';
const salt = 'a-salt-of-at-least-32-characters';

function serve() {
  const client = { client_secret, grant_types: [], scope: 'read' };
  const store = memoryStore();
  const server = createServer({
    issuer,
    clients: [
      { ...client, client_id: 'shop' },
      { ...client, client_id: 'forum' },
      { ...client, client_id: 'api', introspects: 'any' },
    ],
    store,
    plugins: [clientCredentials(), introspection(), pairwiseSubject({ salt })],
  });
  const api = testClient(server, { client_id: 'api', client_secret });
  const introspect = async (clientId: string, subject: string) => {
    const expiresAt = Math.floor(Date.now() / 1000) + 60;
    const token = { clientId, subject, scope: ['read'], expiresAt };
    const accessToken = getText(await issuePersonalToken(server, token), 'access_token');
    const { body } = await api.post('/introspect', { token: accessToken });
    return { token: accessToken, sub: body['sub'] };
  };
  return { store, api, introspect };
}

it('the APIs of two clients cannot tell that a user is the same', async () => {
  const { introspect } = serve();
  const { sub: atShop } = await introspect('shop', 'alice');
  expect(atShop).toMatch(/^[\w-]{43}$/);
  expect((await introspect('shop', 'alice')).sub).toBe(atShop);
  expect((await introspect('forum', 'alice')).sub).not.toBe(atShop);
  expect((await introspect('shop', 'bob')).sub).not.toBe(atShop);
});

it('grants are still revoked by the real subject', async () => {
  const { store, api, introspect } = serve();
  const { token } = await introspect('shop', 'alice');
  await store.revoke({ subject: 'alice' });
  expect((await api.post('/introspect', { token })).body).toEqual({ active: false });
});

it('a short salt is found when the server is made', () => {
  const plugins = [clientCredentials(), pairwiseSubject({ salt: 'short' })];
  expect(() => createServer({ issuer, clients: [], store: memoryStore(), plugins })).toThrow(
    new ConfigurationError([
      { path: 'pairwiseSubject.salt', message: 'must have 32 characters or more, not 5' },
    ]),
  );
});
