import { expect, it } from 'vitest';
import { createServer, type StoredRecord } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { byStore, protectedResource } from '@oauth/resource';
import { memoryStore } from '@oauth/store-memory';
import { testClient } from '@oauth/testing';
import { testIssuer, resource, secret } from '../test/issuer.js';
import { bearerRequest, protectedApi } from '../test/protected-api.js';

// [I4]
it('byStore accepts tokens of the app’s own generator and lifetime', async () => {
  let count = 0;
  let now = 2_000_000_000_000;
  const server = createServer({
    issuer: 'https://auth.example',
    clients: [
      {
        client_id: 'app',
        client_secret: secret,
        grant_types: ['client_credentials'],
        scope: 'read',
      },
    ],
    store: memoryStore({ clock: () => now }),
    plugins: [clientCredentials()],
    accessTokenLifetime: 60,
    accessTokenGenerator: ({ random }) => `my-${(count += 1)}-${random(32)}`,
    clock: () => now,
  });
  const app = testClient(server, { client_id: 'app', client_secret: secret });
  const { text } = await app.token({ grant_type: 'client_credentials' });
  const token = /"access_token":"([^"]*my-1-[^"]*)"/.exec(text)?.[1] ?? 'none';
  const api = protectedResource({
    resource,
    allowMissingAudience: true,
    validate: byStore(server),
    clock: () => now,
  });
  expect(await api.validateProtectedResourceRequest(bearerRequest(token))).toEqual({
    ok: true,
    auth: {
      subject: 'app',
      clientId: 'app',
      scopes: ['read'],
      audience: [],
      expiresAt: 2_000_000_060,
      claims: {},
    },
  });
  now += 60_000;
  const late = await api.validateProtectedResourceRequest(bearerRequest(token));
  expect(late).toMatchObject({ ok: false, reason: 'token.invalid' });
});

it('byStore refuses a refresh token and a spent access token', async () => {
  const { server, store, issueTokens } = testIssuer();
  const { access, refresh } = await issueTokens();
  const validate = byStore(server);
  const now = server.context.now();
  expect(await validate(access, now)).toMatchObject({ subject: 'alice' });
  expect(await validate(refresh, now)).toBeUndefined();
  const record = await findToken(server.context, access);
  if (record === undefined) throw new TypeError('no record');
  const spent: StoredRecord = { ...record, version: 1, data: { ...record.data, spentAt: now } };
  await store.commit([{ type: 'update', record: spent }]);
  expect(await validate(access, now)).toBeUndefined();
});

it('byStore keeps simultaneous requests apart', async () => {
  const { expectAccess, issueTokens } = protectedApi();
  const [one, two] = [await issueTokens({ subject: 'a' }), await issueTokens({ subject: 'b' })];
  const all = await Promise.all(
    [one, two, one, two].map(({ access }) => expectAccess(bearerRequest(access))),
  );
  expect(all.map(({ subject }) => subject)).toEqual(['a', 'b', 'a', 'b']);
});
