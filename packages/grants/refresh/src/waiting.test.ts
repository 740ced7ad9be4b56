import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createServer, type Issuance, type Store, type StoredRecord } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { refresh, type RefreshOptions } from '@oauth/grant-refresh';
import { testClient } from '@oauth/testing';
import { listed, refreshServer, textOf } from '../test/refresh-server.js';

/** A server whose store, at its next read, first waits for something. */
function waiting(options: RefreshOptions = {}) {
  let next: (() => Promise<void>) | undefined;
  const served = refreshServer(options, (store: Store) => ({
    ...store,
    async get(id): Promise<StoredRecord | undefined> {
      const wait = next;
      next = undefined;
      await wait?.();
      return store.get(id);
    },
  }));
  return { ...served, atNextRead: (wait: () => Promise<void>) => void (next = wait) };
}

describe('a slow store logs nobody out', () => {
  it('a request that waited while its repeat was answered gets the same answer', async () => {
    const { begin, use, clock, chains, atNextRead, events } = waiting();
    const token = (await begin()).body['refresh_token'];
    const answers: unknown[] = [];
    atNextRead(async () => {
      clock.advance(12);
      answers.push((await use(token)).body);
    });
    const { status, body } = await use(token);
    expect(status).toBe(200);
    expect([body]).toEqual(answers);
    expect(await chains()).toHaveLength(1);
    expect(events.of('grant.revoked')).toEqual([]);
  });

  it('the window begins with the spending, not with the request', async () => {
    const { begin, use, clock, atNextRead } = waiting();
    const token = (await begin()).body['refresh_token'];
    atNextRead(async () => clock.advance(12));
    const first = await use(token);
    clock.advance(9);
    const again = await use(token);
    expect(again.body['refresh_token']).toBe(first.body['refresh_token']);
  });
});

describe('a used token is known for as long as its successor is good for', () => {
  // #163
  it('after its own expiry, too, its reuse revokes the grant', async () => {
    const { begin, use, clock, chains, events } = refreshServer({ idleLifetime: 60 });
    const token = (await begin()).body['refresh_token'];
    clock.advance(55);
    const stolen = await use(token);
    clock.advance(30);
    expect((await use(token)).body['error']).toBe('invalid_grant');
    expect(events.of('grant.revoked')).toMatchObject([{ reason: 'refresh_token.reused' }]);
    expect(await chains()).toEqual([]);
    expect((await use(stolen.body['refresh_token'])).body['error']).toBe('invalid_grant');
  });

  it('a response lost a second before its expiry logs nobody out', async () => {
    const { begin, use, clock } = refreshServer({ idleLifetime: 60 });
    const token = (await begin()).body['refresh_token'];
    clock.advance(59);
    const lost = await use(token);
    clock.advance(2);
    expect((await use(token)).body['refresh_token']).toBe(lost.body['refresh_token']);
  });

  it('and not beyond the end of the grant', async () => {
    const lifetimes = { idleLifetime: 60, absoluteLifetime: 100 };
    const { begin, use, clock, live } = refreshServer(lifetimes);
    const token = (await begin()).body['refresh_token'];
    clock.advance(50);
    await use(token);
    clock.advance(49);
    expect(await live(token)).toEqual([true]);
    clock.advance(1);
    expect(await live(token)).toEqual([false]);
  });
});

// #92
it('without repeats, nothing is kept that tokens could be made of', async () => {
  const { begin, use, server } = refreshServer({ gracePeriod: 0 });
  const token = textOf((await begin()).body['refresh_token']);
  expect((await use(token)).status).toBe(200);
  const record = await findToken(server.context, token);
  expect(record?.data.spentAt).toBeTypeOf('number');
  expect(record?.data['rememberedResponse']).toBeUndefined();
});

it('an issuance that a hook logs holds no token', async () => {
  const logged: string[] = [];
  const beforeIssue = (issuance: Issuance): Issuance => {
    logged.push(JSON.stringify(issuance) + inspect(issuance, { depth: 9 }));
    return issuance;
  };
  const { begin, use } = refreshServer({}, undefined, { beforeIssue });
  const { body } = await use((await begin()).body['refresh_token']);
  expect(logged).toHaveLength(2);
  for (const token of [body['access_token'], body['refresh_token']])
    expect(logged[1]).not.toContain(textOf(token).slice(16));
});

it('what a hook changes once does not stay with the grant', async () => {
  let changed: Partial<Issuance> = {};
  const beforeIssue = (issuance: Issuance): Issuance => ({ ...issuance, ...changed });
  const { begin, use, server } = refreshServer({}, undefined, { beforeIssue });
  const first = await begin();
  changed = { audience: ['other'], details: { acr: '9' } };
  const once = await use(first.body['refresh_token']);
  changed = {};
  const { body } = await use(once.body['refresh_token']);
  const dataOf = async (token: unknown) =>
    (await findToken(server.context, textOf(token)))?.data ?? {};
  expect(await dataOf(once.body['access_token'])).toMatchObject({ audience: ['other'] });
  expect(await dataOf(body['access_token'])).toMatchObject({
    audience: ['api'],
    details: { acr: '2' },
  });
});

it('a scope that the server has no more is left out', async () => {
  const { begin, store, clock } = refreshServer();
  const token = textOf((await begin()).body['refresh_token']);
  const restarted = createServer({
    issuer: 'https://auth.example',
    clients: listed.map((client) => ({ ...client, grant_types: ['refresh_token'] })),
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
  'a record spoilt to %j forgives nothing',
  async (spoilt) => {
    const { begin, use, store, server, events } = refreshServer();
    const token = textOf((await begin()).body['refresh_token']);
    await use(token);
    const record = await findToken(server.context, token);
    if (record === undefined) throw new Error('the spent record is gone');
    const data = { ...record.data, rememberedResponse: spoilt };
    await store.commit([{ type: 'update', record: { ...record, version: 2, data } }]);
    expect((await use(token)).body['error']).toBe('invalid_grant');
    expect(events.of('grant.revoked')).toMatchObject([{ reason: 'refresh_token.reused' }]);
  },
);
