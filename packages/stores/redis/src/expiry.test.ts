import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock, insert, recordMaker, update } from '@oauth/testing';
import {
  clients,
  deleteKeys,
  asList,
  temporaryData,
  type ServerConnection,
} from '../test/redis.js';
import { findRedis } from '../test/services.js';

const newRecord = recordMaker(9e9);

const isReachable = await findRedis();

describe.runIf(isReachable)('the expiry of keys', () => {
  const data = temporaryData(clients.redis);
  let server: ServerConnection;
  beforeEach(async () => (server = await clients.redis()));
  afterEach(async () => {
    await data.disconnect();
    await deleteKeys(server, data.prefix);
    await server.close();
  });

  /** The seconds that each key has left to live, by what follows the prefix. */
  async function readSecondsLeft(): Promise<Readonly<Record<string, number>>> {
    const left: Record<string, number> = {};
    for (const key of asList(await server.command('KEYS', `${data.prefix}*`))) {
      const milliseconds = Number(await server.command('PTTL', String(key)));
      // Which of the keys of a client's index it is depends on the grant.
      const name = String(key)
        .slice(data.prefix.length)
        .replace(/^client:\d+:/, 'client:*:');
      left[name] = Math.round(milliseconds / 1000);
    }
    return left;
  }

  for (const [name, epoch] of [
    ['of 2001', 1e12],
    ['of 2033', 2e12],
    ['of the year 5138', 1e14],
  ] as const)
    it(`goes by the server's clock, even one ${name}`, async () => {
      const clock = fakeClock(epoch);
      const store = await data.open({ clock: clock.nowMs, expiredRecordLifetime: 10 });
      const code = newRecord({ expiresAt: epoch / 1000 + 60, subject: 'alice' });
      await store.commit([insert(code)]);
      const expectedKeys = (seconds: number): object => ({
        [`grant:${code.grantId}`]: seconds,
        'subject:alice': seconds,
        'client:*:app': seconds,
      });
      expect(await readSecondsLeft()).toEqual(expectedKeys(70));
      clock.advance(30);
      const { grantId, subject } = code;
      const token = newRecord({ expiresAt: epoch / 1000 + 3630, grantId, subject });
      await store.commit([update({ ...code, version: 1 }), insert(token)]);
      expect(await readSecondsLeft()).toEqual(expectedKeys(3610));
      await store.commit([{ type: 'extend', id: code.id, expiresAt: epoch / 1000 + 7230 }]);
      expect(await readSecondsLeft()).toEqual(expectedKeys(7210));
    });

  it('is never earlier than that of any record of the grant', async () => {
    const store = await data.open({ clock: () => 1e12, expiredRecordLifetime: 0 });
    const refresh = newRecord({ expiresAt: 1e9 + 9000, subject: undefined });
    const { grantId, id } = refresh;
    await store.commit([insert(refresh)]);
    await store.commit([insert(newRecord({ expiresAt: 1e9 + 60, grantId, subject: undefined }))]);
    await store.commit([{ type: 'extend', id, expiresAt: 1 }]);
    await store.commit([update({ ...refresh, version: 1, expiresAt: 1e9 + 10 })]);
    expect(await readSecondsLeft()).toEqual({ [`grant:${grantId}`]: 9000, 'client:*:app': 9000 });
  });

  it('leaves a record that has just expired to servers whose clock is behind', async () => {
    const store = await data.open({ clock: () => 1e12 });
    const code = newRecord({ expiresAt: 1e9 - 30 });
    await store.commit([insert(code)]);
    expect(await store.get(code.id)).toEqual(code);
    expect(await readSecondsLeft()).toMatchObject({ [`grant:${code.grantId}`]: 30 });
  });

  it('may be further away than Redis can count', async () => {
    const store = await data.open();
    const forever = newRecord({ expiresAt: 1e300 });
    await store.commit([insert(forever)]);
    expect(await store.get(forever.id)).toEqual(forever);
  });

  it('lets the expired records of a long-lived grant go', async () => {
    const clock = fakeClock();
    const store = await data.open({ clock: clock.nowMs, expiredRecordLifetime: 0 });
    const start = clock.nowMs() / 1000;
    const refresh = newRecord({ expiresAt: start + 2e6 });
    const { grantId } = refresh;
    await store.commit([insert(refresh)]);
    for (let hour = 0; hour < 300; hour += 1) {
      await store.commit([insert(newRecord({ expiresAt: clock.nowMs() / 1000 + 3600, grantId }))]);
      clock.advance(3600);
    }
    const count = Number(await server.command('HLEN', `${data.prefix}grant:${grantId}`));
    expect(count).toBeLessThan(50);
    expect(await store.get(refresh.id)).toEqual(refresh);
  });

  it('removes expired grants from the indexes of their owners', async () => {
    const expiring = await data.open({ clock: () => 1e12, expiredRecordLifetime: 0 });
    for (let grant = 0; grant < 30; grant += 1)
      await expiring.commit([insert(newRecord({ expiresAt: 1 }))]);
    const store = await data.open({ clock: () => 1e12 });
    for (let grant = 0; grant < 5; grant += 1)
      await store.commit([insert(newRecord({ expiresAt: 1e9 + 60 }))]);
    // An index has two entries for a grant.
    expect(await server.command('ZCARD', `${data.prefix}subject:alice`)).toBe(10);
    expect(await store.revoke({ subject: 'alice' })).toBe(5);
  });
});
