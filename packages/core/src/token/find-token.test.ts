import { describe, expect, it } from 'vitest';
import type { Store, StoredRecord } from '../contract/store.js';
import { mapStore } from '../testing-support/map-store.js';
import { bodyOf, textOf } from '../testing-support/requests.js';
import { serve, start } from '../testing-support/serve.js';
import { findToken } from './find-token.js';

const form = 'grant_type=client_credentials';

async function issued() {
  const served = serve();
  const token = textOf(await served.token(form), 'access_token');
  return { ...served, issuedToken: token, context: served.server.context };
}

describe('tokens', () => {
  // [I1] #91
  it('carry 256 random bits, are unique and fit into a URL', async () => {
    const { token } = serve();
    const made = await Promise.all(Array.from({ length: 1000 }, () => token(form)));
    const texts = made.map((response) => textOf(response, 'access_token'));
    expect(new Set(texts).size).toBe(1000);
    for (const text of texts) expect(text).toMatch(/^[A-Za-z0-9_-]{59}$/);
    const secrets = texts.map((text) => text.slice(16));
    expect(new Set(secrets.map((text) => text.slice(0, 8))).size).toBe(1000);
    expect(new Set(secrets.map((text) => text.slice(-8))).size).toBe(1000);
  });

  // #92
  it('and secrets never reach the store, nor anything they can be told from', async () => {
    const { issuedToken, store } = await issued();
    const dump = JSON.stringify([...store.records]);
    const [record] = store.records.values();
    expect(dump).not.toContain(issuedToken);
    expect(dump).not.toContain(issuedToken.slice(16));
    expect(dump).not.toContain('web-secret');
    expect(record?.id).toMatch(/^[A-Za-z0-9_-]{59}$/);
    expect(record?.id.slice(0, 16)).toBe(issuedToken.slice(0, 16));
    expect(record?.id.slice(16)).not.toBe(issuedToken.slice(16));
  });

  it('come from the injected randomness', async () => {
    let calls = 0;
    const random = (bytes: number) => {
      calls += 1;
      return String(calls)
        .repeat(Math.ceil((bytes * 4) / 3))
        .slice(0, Math.ceil((bytes * 4) / 3));
    };
    const { token } = serve({ random });
    expect(textOf(await token(form), 'access_token')).toBe('1'.repeat(16) + '2'.repeat(43));
  });
});

describe('find', () => {
  it('finds the live record of a token, of any kind or the one asked for', async () => {
    const { issuedToken, context } = await issued();
    for (const kind of [undefined, 'access_token'])
      expect(await findToken(context, issuedToken, { kind })).toMatchObject({
        kind: 'access_token',
      });
    for (const kind of ['refresh_token', 'authorization_code', ''])
      expect(await findToken(context, issuedToken, { kind })).toBeUndefined();
  });

  // #131
  it('finds nothing by part of a token, more than it or its id', async () => {
    const { issuedToken, context, store } = await issued();
    const [id = ''] = store.records.keys();
    for (const text of [
      issuedToken.slice(0, -1),
      issuedToken.slice(1),
      `${issuedToken}x`,
      `${issuedToken}=`,
      ` ${issuedToken}`,
      issuedToken.toUpperCase(),
      issuedToken.slice(0, 16),
      id,
    ])
      expect(await findToken(context, text)).toBeUndefined();
  });

  it('ends with the second the token expires in', async () => {
    const { issuedToken, context, pass } = await issued();
    pass(3599);
    expect(await findToken(context, issuedToken)).toBeDefined();
    pass(1);
    expect(await findToken(context, issuedToken)).toBeUndefined();
  });

  // #319
  it.each([
    ['nothing', ''],
    ['a letter', 'x'],
    ['no more than the id of a grant', 'x'.repeat(16)],
    ['spaces', 'a b'.repeat(10)],
    ['separators and quotes', 'a:b/*"'.repeat(5)],
    ['a NUL', `${'x'.repeat(20)}\0`],
    ['__proto__', '__proto__'],
    ['100 KB', 'x'.repeat(100_000)],
  ])('does not ask the store for %s', async (text) => {
    const store: Store = { ...mapStore(), get: () => Promise.reject(new Error('asked')) };
    expect(await findToken(serve({ store }).server.context, text)).toBeUndefined();
  });

  // #319
  it('asks the store for ids of 59 harmless characters only', async () => {
    const asked: string[] = [];
    const get = (id: string) => {
      asked.push(id);
      return undefined;
    };
    const { context } = serve({ store: { ...mapStore(), get } }).server;
    for (const text of ['/'.repeat(40), '.'.repeat(40), `${'../'.repeat(10)}x`, 'user~grant~+/=']) {
      await findToken(context, text);
      await findToken(context, text.padEnd(40, 'x'));
    }
    for (const id of asked) expect(id).toMatch(/^[A-Za-z0-9\-._~+/]{16}[A-Za-z0-9_-]{43}$/);
    expect(asked.length).toBeGreaterThan(4);
  });
});

// #317
describe('clocks', () => {
  it.each(['2038-01-19T03:14:00Z', '2106-02-07T06:28:00Z', '2999-12-31T23:59:00Z'])(
    'pass the end of 32-bit seconds and of years: %s',
    async (date) => {
      let now = Date.parse(date);
      const { token, server, store } = serve({ clock: () => now });
      const response = await token(form);
      expect(bodyOf(response)).toMatchObject({ expires_in: 3600 });
      const [record] = store.records.values();
      expect(record?.expiresAt).toBe(Date.parse(date) / 1000 + 3600);
      const text = textOf(response, 'access_token');
      now += 3_599_999;
      expect(await findToken(server.context, text)).toBeDefined();
      now += 1;
      expect(await findToken(server.context, text)).toBeUndefined();
    },
  );

  it('that jump do not move the second in which a token expires', async () => {
    const { issuedToken, context, pass } = await issued();
    pass(-86_400);
    expect(await findToken(context, issuedToken)).toMatchObject({ expiresAt: start + 3600 });
    pass(86_400 + 3600);
    expect(await findToken(context, issuedToken)).toBeUndefined();
  });
});

describe('a store that lost a member of a record', () => {
  const damaged: [string, (record: StoredRecord) => object][] = [
    ['kind', (record) => ({ ...record, kind: undefined })],
    ['clientId', (record) => ({ ...record, clientId: undefined })],
    ['version', (record) => ({ ...record, version: '0' })],
    ['expiresAt', (record) => ({ ...record, expiresAt: null })],
    ['expiresAt as text', (record) => ({ ...record, expiresAt: String(record.expiresAt) })],
    ['scope', (record) => ({ ...record, data: { ...record.data, scope: undefined } })],
    ['issuedAt', (record) => ({ ...record, data: { ...record.data, issuedAt: undefined } })],
    ['data', (record) => ({ ...record, data: undefined })],
    ['grantId', (record) => ({ ...record, grantId: 'other' })],
    ['id', (record) => ({ ...record, id: 'other' })],
  ];

  it.each(damaged)('%s is refused as malformed', async (_, damage) => {
    const { issuedToken, context, store } = await issued();
    for (const record of store.records.values()) Object.assign(record, damage(record));
    await expect(async () => findToken(context, issuedToken)).rejects.toThrow();
  });
});

// #311
describe('a store that throws', () => {
  const cause = new Error('password authentication failed for user "oauth" at db.internal');
  const broken = (): Store => ({ ...mapStore(), commit: () => Promise.reject(cause) });

  it('issues nothing, leaks nothing and tells the operator', async () => {
    const { token, events } = serve({ store: broken() });
    const response = await token(form);
    expect(response.status).toBe(500);
    expect(bodyOf(response)).not.toHaveProperty('access_token');
    expect(bodyOf(response)).toMatchObject({ error: 'server_error' });
    expect(JSON.stringify(response)).not.toMatch(/password|db\.internal/);
    expect(events).toMatchObject([{ type: 'request.failed', cause, clientId: 'web' }]);
  });

  it('works again when the store does', async () => {
    const store = mapStore();
    let down = true;
    const recovering: Store = {
      ...store,
      commit: (changes) => {
        if (down) throw cause;
        return store.commit(changes);
      },
    };
    const { token } = serve({ store: recovering });
    expect((await token(form)).status).toBe(500);
    down = false;
    expect((await token(form)).status).toBe(200);
    expect(store.records.size).toBe(1);
    expect([...store.records.values()]).toMatchObject([{ expiresAt: start + 3600 }]);
  });
});
