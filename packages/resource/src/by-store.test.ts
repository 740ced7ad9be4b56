import { describe, expect, it } from 'vitest';
import { createServer, type Hooks, type StoredRecord } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { byStore, protectedResource } from '@oauth/resource';
import { memoryStore } from '@oauth/store-memory';
import { testClient } from '@oauth/testing';
import { testIssuer, resource, secret } from '../test/issuer.js';
import { bearerRequest, protectedApi } from '../test/protected-api.js';

// [I4]
it('byStore accepts tokens of the app’s own generator and lifetime', async () => {
  const credentials = { client_id: 'app', client_secret: secret };
  let count = 0;
  let now = 2_000_000_000_000;
  const server = createServer({
    issuer: 'https://auth.example',
    clients: [{ ...credentials, grant_types: ['client_credentials'], scope: 'read' }],
    store: memoryStore({ clock: () => now }),
    plugins: [clientCredentials()],
    accessTokenLifetime: 60,
    accessTokenGenerator: ({ random }) => `my-${(count += 1)}-${random(32)}`,
    clock: () => now,
  });
  const app = testClient(server, credentials);
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

it('byStore refuses a token of another type whose record does not say how it is bound', async () => {
  const { server, store, issueTokens } = testIssuer();
  const validate = byStore(server);
  const now = server.context.now();
  for (const [details, tokenType, isAccepted] of [
    ['{}', 'DPoP', false],
    ['{"cnf":{"jkt":"k1"}}', 'DPoP', true],
    ['{}', 'bearer', true],
  ] as const) {
    const { access } = await issueTokens({ details });
    const record = await findToken(server.context, access);
    if (record === undefined) throw new TypeError('no record');
    const typed = { ...record, version: 1, data: { ...record.data, tokenType } };
    await store.commit([{ type: 'update', record: typed }]);
    expect((await validate(access, now)) !== undefined).toBe(isAccepted);
  }
});

it('byStore returns the type of a bound token, and none for Bearer', async () => {
  const { server, store, issueTokens } = testIssuer();
  const now = server.context.now();
  const { access } = await issueTokens({ details: '{"cnf":{"jkt":"k1"}}' });
  const record = await findToken(server.context, access);
  if (record === undefined) throw new TypeError('no record');
  expect((await byStore(server)(access, now))?.tokenType).toBeUndefined();
  const typed = { ...record, version: 1, data: { ...record.data, tokenType: 'N_A' } };
  await store.commit([{ type: 'update', record: typed }]);
  expect(await byStore(server)(access, now)).toMatchObject({ tokenType: 'N_A' });
});

describe('byStore, where a plugin has the hook tokenClaims', () => {
  const validateWith = async (tokenClaims: NonNullable<Hooks['tokenClaims']>, details = '{}') => {
    const { server, issueTokens } = testIssuer({
      plugins: [{ name: 'hooks', hooks: { tokenClaims } }],
    });
    const { access } = await issueTokens({ details });
    return byStore(server)(access, server.context.now());
  };

  it('returns the claims and the subject that introspection would return', async () => {
    const info = await validateWith(
      (claims, { clientId, subject }) => ({
        ...claims,
        sub: `${subject} at ${clientId}`,
        tenant: 't',
      }),
      '{"acr":"silver","secret":"of the server"}',
    );
    expect(info).toMatchObject({ subject: 'alice at app', clientId: 'app' });
    expect(info?.claims).toEqual({ sub: 'alice at app', acr: 'silver', tenant: 't' });
  });

  it('refuses a bearer request with a token that the hook binds to a key', async () => {
    const cnf = { jkt: 'k1' };
    const { server, issueTokens, clock } = testIssuer({
      plugins: [{ name: 'hooks', hooks: { tokenClaims: (claims) => ({ ...claims, cnf }) } }],
    });
    const api = protectedResource({ resource, validate: byStore(server), clock: clock.nowMs });
    const { access } = await issueTokens();
    expect(await api.validateProtectedResourceRequest(bearerRequest(access))).toMatchObject({
      ok: false,
      reason: 'token.sender_constrained',
    });
  });

  it.each([5, null, {}])('keeps the subject of the grant where the hook has %j', async (sub) => {
    const info = await validateWith((claims) => ({ ...claims, sub }));
    expect(info).toMatchObject({ subject: 'alice' });
  });

  it('throws where the hook fails, so that the API answers 503', async () => {
    const failed = validateWith(() => Promise.reject(new Error('down')));
    await expect(failed).rejects.toThrow('down');
  });
});

it('byStore keeps simultaneous requests apart', async () => {
  const { expectAccess, issueTokens } = protectedApi();
  const [one, two] = [await issueTokens({ subject: 'a' }), await issueTokens({ subject: 'b' })];
  const all = await Promise.all(
    [one, two, one, two].map(({ access }) => expectAccess(bearerRequest(access))),
  );
  expect(all.map(({ subject }) => subject)).toEqual(['a', 'b', 'a', 'b']);
});
