import { createLocalJWKSet, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { testClient } from '@oauth/testing';
import type { StoredKey } from '@oauth/token-jwt';
import { createKeyRing, rotate } from '../examples/rotation.js';
import { server } from '../examples/server.js';
import { fetchPublicKeys } from '../test/jwt-server.js';

it('the example of the README issues JWTs that its key set verifies', async () => {
  const reports = testClient(server, {
    client_id: 'reports',
    client_secret: 'a-secret-of-at-least-32-characters',
  });
  const { body } = await reports.token({ grant_type: 'client_credentials' });
  const { access_token: token } = body;
  const set = createLocalJWKSet({
    keys: (await fetchPublicKeys({ server })).map((key) => ({ kty: 'EC', ...key })),
  });
  const { payload } = await jwtVerify(typeof token === 'string' ? token : '', set);
  expect(payload).toMatchObject({ aud: 'https://api.example.com', scope: 'reports:read' });
});

it('the example of a rotation adds a key that signs later', async () => {
  let stored: readonly StoredKey[] = [];
  const table = {
    read: async () => stored,
    write: async (keys: readonly StoredKey[]) => {
      stored = keys;
    },
  };
  const now = Math.floor(Date.now() / 1000);
  await rotate(table);
  const first = await createKeyRing(table).getSigningKey(now + 5);
  await rotate(table);
  const keys = createKeyRing(table);
  expect(await keys.getPublicKeys(now + 5)).toHaveLength(2);
  expect((await keys.getSigningKey(now + 5)).kid).toBe(first.kid);
  expect((await keys.getSigningKey(now + 905)).kid).not.toBe(first.kid);
});
