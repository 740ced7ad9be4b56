import { describe, expect, it } from 'vitest';
import { createServer, OAuthError, type StoredRecord } from '@oauth/core';
import { defineGrant } from '@oauth/core/plugin';
import { fakeClock, insert, recordEvents, recordMaker, testClient } from '@oauth/testing';
import { memoryStore } from './index.js';

const newRecord = recordMaker(9e9);

const readSeconds = (clock: { nowMs(): number }): number => clock.nowMs() / 1000;

function catchRefusal(call: () => unknown): OAuthError | undefined {
  try {
    call();
    return undefined;
  } catch (thrown) {
    if (OAuthError.is(thrown)) return thrown;
    throw thrown;
  }
}

describe('a full store', () => {
  it('refuses with 503, and tells the operator what to change, until there is room', () => {
    const { nowMs: clock } = fakeClock();
    const store = memoryStore({ maxRecords: 3, clock });
    const stored = [1, 2, 3].map(() => newRecord({ expiresAt: clock() / 1000 + 1 }));
    for (const one of stored) void store.commit([insert(one)]);
    const next = newRecord({ expiresAt: clock() / 1000 + 60 });

    const refusal = catchRefusal(() => store.commit([insert(next)]));
    expect(refusal).toMatchObject({
      code: 'temporarily_unavailable',
      status: 503,
      reason: 'store.full',
    });
    expect(refusal?.options.hint).toContain('maxRecords');
    expect(JSON.stringify(refusal?.toParameters())).not.toContain('maxRecords');
    expect(store.get(next.id)).toBe(undefined);
    for (const one of stored) expect(store.get(one.id)).toBe(one);

    void store.commit([{ type: 'remove', id: stored[0]?.id ?? '' }]);
    expect(store.commit([insert(next)])).toEqual({ committed: true });
    expect(store.size).toBe(3);
  });

  it('is a 503 for the client, with a hint for the operator in the event', async () => {
    const clock = fakeClock();
    const events = recordEvents();
    const server = createServer({
      issuer: 'https://as.example',
      clients: [{ client_id: 'app', token_endpoint_auth_method: 'none', grant_types: ['any'] }],
      store: memoryStore({ maxRecords: 2, clock: clock.nowMs }),
      plugins: [
        defineGrant({
          name: 'any',
          grants: { any: { clients: 'any', handle: () => ({ scope: [] }) } },
        }),
      ],
      accessTokenLifetime: 60,
      clock: clock.nowMs,
      onEvent: events.onEvent,
    });
    const app = testClient(server, { client_id: 'app' });
    const statuses: number[] = [];
    for (let sent = 0; sent < 3; sent += 1)
      statuses.push((await app.token({ grant_type: 'any' })).status);
    expect(statuses).toEqual([200, 200, 503]);
    expect((await app.token({ grant_type: 'any' })).body['error']).toBe('temporarily_unavailable');
    expect(events.all.at(-1)).toMatchObject({ reason: 'store.full' });
    expect(events.all.at(-1)?.hint).toContain('maxRecords');
    clock.advance(60);
    expect((await app.token({ grant_type: 'any' })).status).toBe(200);
  });

  it('refuses a commit as a whole, but not one without inserts', () => {
    const { nowMs: clock } = fakeClock();
    const store = memoryStore({ maxRecords: 2, clock });
    const code = newRecord({ expiresAt: clock() / 1000 + 60 });
    void store.commit([insert(code)]);
    const spent: StoredRecord = { ...code, version: 1 };
    const update = { type: 'update', record: spent } as const;
    const { grantId } = code;
    const two = [newRecord({ grantId }), newRecord({ grantId })].map(insert);
    expect(catchRefusal(() => store.commit([update, ...two]))?.reason).toBe('store.full');
    expect(store.get(code.id)).toBe(code);
    expect(store.size).toBe(1);
    void store.commit([insert(newRecord())]);
    expect(store.commit([update])).toEqual({ committed: true });
    expect(store.commit([{ type: 'extend', id: code.id, expiresAt: 9e9 }])).toEqual({
      committed: true,
    });
  });

  it('drops expired records before it refuses', () => {
    const clock = fakeClock();
    const store = memoryStore({ maxRecords: 500, clock: clock.nowMs });
    const live = Array.from({ length: 250 }, () =>
      newRecord({ expiresAt: readSeconds(clock) + 60 }),
    );
    for (const one of live) {
      void store.commit([insert(one)]);
      void store.commit([insert(newRecord({ expiresAt: readSeconds(clock) + 5 }))]);
    }
    clock.advance(4.999);
    expect(catchRefusal(() => store.commit([insert(newRecord())]))?.reason).toBe('store.full');
    clock.advance(0.001);
    expect(store.commit([insert(newRecord())])).toEqual({ committed: true });
    expect(store.size).toBe(251);
    for (const one of live) expect(store.get(one.id)).toBe(one);
  });
});

describe('expired records', () => {
  const lifetime = 100;
  const perSecond = 20;
  const live = lifetime * perSecond;

  it.each([1, 3])(
    'are dropped as new ones are stored, with %s records in a grant',
    (ofOneGrant) => {
      const clock = fakeClock();
      const store = memoryStore({ clock: clock.nowMs });
      const recent: StoredRecord[] = [];
      let most = 0;
      for (let second = 0; second < 10 * lifetime; second += 1) {
        for (let made = 0; made < perSecond; made += ofOneGrant) {
          const first = newRecord({ expiresAt: readSeconds(clock) + lifetime });
          const { grantId } = first;
          const others = Array.from({ length: ofOneGrant - 1 }, () =>
            newRecord({ expiresAt: first.expiresAt, grantId }),
          );
          void store.commit([first, ...others].map(insert));
          recent.push(first);
        }
        clock.advance(1);
        most = Math.max(most, store.size);
      }
      expect(most).toBeLessThan(1.6 * live);
      const stillLive = recent.filter(({ expiresAt }) => expiresAt > readSeconds(clock));
      expect(stillLive.length).toBeGreaterThan(0.9 * (live / ofOneGrant));
      for (const one of stillLive) expect(store.get(one.id)).toBe(one);
    },
  );

  it('are looked for a few steps at a time, so that no insert scans the store', () => {
    const clock = fakeClock();
    const store = memoryStore({ maxRecords: 20_000, clock: clock.nowMs });
    let readings = 0;
    const newWatchedRecord = (): StoredRecord => {
      const expiresAt = readSeconds(clock) + 60;
      const one = newRecord({ expiresAt });
      return Object.defineProperty({ ...one }, 'expiresAt', {
        get() {
          readings += 1;
          return expiresAt;
        },
      });
    };
    let most = 0;
    for (let made = 0; made < 20_000; made += 1) {
      readings = 0;
      void store.commit([insert(newWatchedRecord())]);
      most = Math.max(most, readings);
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(24);
    readings = 0;
    expect(catchRefusal(() => store.commit([insert(newWatchedRecord())]))?.reason).toBe(
      'store.full',
    );
    expect(readings).toBeLessThanOrEqual(1016);
  });
});

it('purge lets requests go on while it looks at many records', async () => {
  const store = memoryStore({ clock: () => 0 });
  for (let made = 0; made < 50_000; made += 1)
    void store.commit([insert(newRecord({ expiresAt: made % 2 === 0 ? 100 : 9e9 }))]);
  const purged = store.purge(100, 20_000);
  expect(store.size).toBeGreaterThan(30_000);
  const one = newRecord();
  void store.commit([insert(one)]);
  expect(store.get(one.id)).toEqual(one);
  expect(await purged).toBe(20_000);
  expect(await store.purge(100, 20_000)).toBe(5_000);
  expect(store.size).toBe(25_001);
});

it('purge called again and again lets requests go on as well', async () => {
  const store = memoryStore({ clock: () => 0 });
  for (let made = 0; made < 30_000; made += 1)
    void store.commit([insert(newRecord({ expiresAt: 100 }))]);
  let requests = 0;
  const timer = setInterval(() => (requests += 1));
  while ((await store.purge(100, 1000)) === 1000);
  clearInterval(timer);
  expect(store.size).toBe(0);
  expect(requests).toBeGreaterThan(5);
});
