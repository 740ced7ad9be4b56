import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createServer, type Issuance, type Store, type StoredRecord } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { refresh, type RefreshOptions } from '@oauth/grant-refresh';
import { testClient } from '@oauth/testing';
import { clients, refreshServer, expectText } from '../test/refresh-server.js';

/** A server whose store can be made to wait at its next read. */
function waitingServer(options: RefreshOptions = {}) {
  let next: (() => Promise<void>) | undefined;
  const refreshing = refreshServer(options, (store: Store) => ({
    ...store,
    async get(id): Promise<StoredRecord | undefined> {
      const wait = next;
      next = undefined;
      await wait?.();
      return store.get(id);
    },
  }));
  return { ...refreshing, atNextRead: (wait: () => Promise<void>) => void (next = wait) };
}

describe('with a slow store', () => {
  it('a request that waited while its retry was answered gets the same tokens', async () => {
    const { startGrant, requestRefresh, clock, findUsableRefreshTokens, atNextRead, events } =
      waitingServer();
    const token = (await startGrant()).body['refresh_token'];
    const responses: unknown[] = [];
    atNextRead(async () => {
      clock.advance(12);
      responses.push((await requestRefresh(token)).body);
    });
    const { status, body } = await requestRefresh(token);
    expect(status).toBe(200);
    expect([body]).toEqual(responses);
    expect(await findUsableRefreshTokens()).toHaveLength(1);
    expect(events.of('grant.revoked')).toEqual([]);
  });

  it('the grace period begins when the token is spent, not when the request arrives', async () => {
    const { startGrant, requestRefresh, clock, atNextRead } = waitingServer();
    const token = (await startGrant()).body['refresh_token'];
    atNextRead(async () => clock.advance(12));
    const first = await requestRefresh(token);
    clock.advance(9);
    const retry = await requestRefresh(token);
    expect(retry.body['refresh_token']).toBe(first.body['refresh_token']);
  });
});

describe('a spent token is remembered as long as its successor can be used', () => {
  // #163
  it('so that its reuse after its own expiry ends the grant', async () => {
    const { startGrant, requestRefresh, clock, findUsableRefreshTokens, events } = refreshServer({
      idleLifetime: 60,
    });
    const token = (await startGrant()).body['refresh_token'];
    clock.advance(55);
    const stolen = await requestRefresh(token);
    clock.advance(30);
    expect((await requestRefresh(token)).body['error']).toBe('invalid_grant');
    expect(events.of('grant.revoked')).toMatchObject([{ reason: 'refresh_token.reused' }]);
    expect(await findUsableRefreshTokens()).toEqual([]);
    expect((await requestRefresh(stolen.body['refresh_token'])).body['error']).toBe(
      'invalid_grant',
    );
  });

  it('so that a response lost a second before its expiry can be retried', async () => {
    const { startGrant, requestRefresh, clock } = refreshServer({ idleLifetime: 60 });
    const token = (await startGrant()).body['refresh_token'];
    clock.advance(59);
    const lost = await requestRefresh(token);
    clock.advance(2);
    expect((await requestRefresh(token)).body['refresh_token']).toBe(lost.body['refresh_token']);
  });

  it('and not longer than the absolute lifetime of the grant', async () => {
    const lifetimes = { idleLifetime: 60, absoluteLifetime: 100 };
    const { startGrant, requestRefresh, clock, areLive } = refreshServer(lifetimes);
    const token = (await startGrant()).body['refresh_token'];
    clock.advance(50);
    await requestRefresh(token);
    clock.advance(49);
    expect(await areLive(token)).toEqual([true]);
    clock.advance(1);
    expect(await areLive(token)).toEqual([false]);
  });
});

// #92
it('a gracePeriod of 0 keeps nothing that tokens could be derived from', async () => {
  const { startGrant, requestRefresh, server } = refreshServer({ gracePeriod: 0 });
  const token = expectText((await startGrant()).body['refresh_token']);
  expect((await requestRefresh(token)).status).toBe(200);
  const record = await findToken(server.context, token);
  expect(record?.data.spentAt).toBeTypeOf('number');
  expect(record?.data['rememberedResponse']).toBeUndefined();
});

it('an issuance that a hook logs contains no token', async () => {
  const logged: string[] = [];
  const beforeIssue = (issuance: Issuance): Issuance => {
    logged.push(JSON.stringify(issuance) + inspect(issuance, { depth: 9 }));
    return issuance;
  };
  const { startGrant, requestRefresh } = refreshServer({}, undefined, { beforeIssue });
  const { body } = await requestRefresh((await startGrant()).body['refresh_token']);
  expect(logged).toHaveLength(2);
  for (const token of [body['access_token'], body['refresh_token']])
    expect(logged[1]).not.toContain(expectText(token).slice(16));
});

it('a change that a hook makes to one issuance does not stay with the grant', async () => {
  let changed: Partial<Issuance> = {};
  const beforeIssue = (issuance: Issuance): Issuance => ({ ...issuance, ...changed });
  const { startGrant, requestRefresh, server } = refreshServer({}, undefined, { beforeIssue });
  const first = await startGrant();
  changed = { audience: ['other'], details: { acr: '9' } };
  const once = await requestRefresh(first.body['refresh_token']);
  changed = {};
  const { body } = await requestRefresh(once.body['refresh_token']);
  const findData = async (token: unknown) =>
    (await findToken(server.context, expectText(token)))?.data ?? {};
  expect(await findData(once.body['access_token'])).toMatchObject({ audience: ['other'] });
  expect(await findData(body['access_token'])).toMatchObject({
    audience: ['api'],
    details: { acr: '2' },
  });
});

it('a scope that the server no longer has is left out of new tokens', async () => {
  const { startGrant, store, clock } = refreshServer();
  const token = expectText((await startGrant()).body['refresh_token']);
  const restarted = createServer({
    issuer: 'https://auth.example',
    clients: clients.map((client) => ({ ...client, grant_types: ['refresh_token'] })),
    store,
    scopes: ['read'],
    clock: clock.nowMs,
    plugins: [refresh()],
  });
  const client = testClient(restarted, { client_id: 'app' });
  const { body } = await client.token({ grant_type: 'refresh_token', refresh_token: token });
  expect(body['scope']).toBe('read');
});

// #163
it.each(['{', '{"nonce":"abc', '[]', 'null'])(
  'a spent record damaged to %j makes a retry count as reuse',
  async (damaged) => {
    const { startGrant, requestRefresh, store, server, events } = refreshServer();
    const token = expectText((await startGrant()).body['refresh_token']);
    await requestRefresh(token);
    const record = await findToken(server.context, token);
    if (record === undefined) throw new Error('The store has no record of the spent token.');
    const data = { ...record.data, rememberedResponse: damaged };
    await store.commit([{ type: 'update', record: { ...record, version: 2, data } }]);
    expect((await requestRefresh(token)).body['error']).toBe('invalid_grant');
    expect(events.of('grant.revoked')).toMatchObject([{ reason: 'refresh_token.reused' }]);
  },
);
