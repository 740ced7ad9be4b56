import { createLocalJWKSet, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { testClient } from '@oauth/testing';
import type { StoredKey } from '@oauth/token-jwt';
import { publishedKeys } from '../test/jwt-server.js';
import { keysOf, rotate } from './rotation.js';
import { server } from './server.js';

it('the smallest server issues JWTs that its key set verifies', async () => {
  const reports = testClient(server, {
    client_id: 'reports',
    client_secret: 'a-secret-of-at-least-32-characters',
  });
  const { body } = await reports.token({ grant_type: 'client_credentials' });
  const { access_token: token } = body;
  const set = createLocalJWKSet({
    keys: (await publishedKeys({ server })).map((key) => ({ kty: 'EC', ...key })),
  });
  const { payload } = await jwtVerify(typeof token === 'string' ? token : '', set);
  expect(payload).toMatchObject({ aud: 'https://api.example.com', scope: 'reports:read' });
});

it('a rotation adds a key that signs later', async () => {
  let stored: readonly StoredKey[] = [];
  const table = {
    read: async () => stored,
    write: async (keys: readonly StoredKey[]) => {
      stored = keys;
    },
  };
  const now = Math.floor(Date.now() / 1000);
  await rotate(table);
  const first = await keysOf(table).signingKey(now + 5);
  await rotate(table);
  const keys = keysOf(table);
  expect(await keys.published(now + 5)).toHaveLength(2);
  expect((await keys.signingKey(now + 5)).kid).toBe(first.kid);
  expect((await keys.signingKey(now + 905)).kid).not.toBe(first.kid);
});
