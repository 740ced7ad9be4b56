import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '@oauth/testing';
import { redisHere } from '../test/reachable.js';
import { insert, record, update } from '../test/records.js';
import { clients, deleteKeys, listOf, scratch, type ServerConnection } from '../test/redis.js';

const here = await redisHere();

describe.runIf(here)('expiry', () => {
  const data = scratch(clients.redis);
  let server: ServerConnection;
  beforeEach(async () => (server = await clients.redis()));
  afterEach(async () => {
    await data.disconnect();
    await deleteKeys(server, data.prefix);
    await server.close();
  });

  /** The seconds that each key has left, by what follows the prefix. */
  async function secondsLeft(): Promise<Readonly<Record<string, number>>> {
    const left: Record<string, number> = {};
    for (const key of listOf(await server.command('KEYS', `${data.prefix}*`))) {
      const milliseconds = Number(await server.command('PTTL', String(key)));
      left[String(key).slice(data.prefix.length)] = Math.round(milliseconds / 1000);
    }
    return left;
  }

  for (const [name, epoch] of [
    ['of 2001', 1e12],
    ['of 2033', 2e12],
    ['of the year 5138', 1e14],
  ] as const)
    it(`counts from the server's clock, were it one ${name}`, async () => {
      const clock = fakeClock(epoch);
      const store = await data.open({ clock: clock.nowMs, expiredRecordLifetime: 10 });
      const code = record(epoch / 1000 + 60, { subject: 'alice' });
      await store.commit([insert(code)]);
      const of = (seconds: number): object => ({
        [`grant:${code.grantId}`]: seconds,
        'subject:alice': seconds,
        'client:app': seconds,
      });
      expect(await secondsLeft()).toEqual(of(70));
      clock.advance(30);
      const { grantId, subject } = code;
      const token = record(epoch / 1000 + 3630, { grantId, subject });
      await store.commit([update({ ...code, version: 1 }), insert(token)]);
      expect(await secondsLeft()).toEqual(of(3610));
      await store.commit([{ type: 'extend', id: code.id, expiresAt: epoch / 1000 + 7230 }]);
      expect(await secondsLeft()).toEqual(of(7210));
    });

  it('never shortens what a longer-lived record of the grant needs', async () => {
    const store = await data.open({ clock: () => 1e12, expiredRecordLifetime: 0 });
    const refresh = record(1e9 + 9000);
    const { grantId, id } = refresh;
    await store.commit([insert(refresh)]);
    await store.commit([insert(record(1e9 + 60, { grantId }))]);
    await store.commit([{ type: 'extend', id, expiresAt: 1 }]);
    await store.commit([update({ ...refresh, version: 1, expiresAt: 1e9 + 10 })]);
    expect(await secondsLeft()).toEqual({ [`grant:${grantId}`]: 9000, 'client:app': 9000 });
  });

  it('keeps what has just expired for the grace, so that a slower clock finds it', async () => {
    const store = await data.open({ clock: () => 1e12 });
    const code = record(1e9 - 30);
    await store.commit([insert(code)]);
    expect(await store.get(code.id)).toEqual(code);
    expect(await secondsLeft()).toMatchObject({ [`grant:${code.grantId}`]: 30 });
  });

  it('takes expiries that Redis could not', async () => {
    const store = await data.open();
    const forever = record(1e300);
    await store.commit([insert(forever)]);
    expect(await store.get(forever.id)).toEqual(forever);
  });

  it('sheds the expired records of a grant that lives on', async () => {
    const clock = fakeClock();
    const store = await data.open({ clock: clock.nowMs, expiredRecordLifetime: 0 });
    const start = clock.nowMs() / 1000;
    const refresh = record(start + 2e6);
    const { grantId } = refresh;
    await store.commit([insert(refresh)]);
    for (let hour = 0; hour < 300; hour += 1) {
      await store.commit([insert(record(clock.nowMs() / 1000 + 3600, { grantId }))]);
      clock.advance(3600);
    }
    const held = Number(await server.command('HLEN', `${data.prefix}grant:${grantId}`));
    expect(held).toBeLessThan(50);
    expect(await store.get(refresh.id)).toEqual(refresh);
  });

  it('forgets where expired grants of an owner were', async () => {
    // Of these, Redis counts all as expired a millisecond later.
    const ended = await data.open({ clock: () => 1e12, expiredRecordLifetime: 0 });
    for (let grant = 0; grant < 30; grant += 1) await ended.commit([insert(record(1))]);
    const store = await data.open({ clock: () => 1e12 });
    for (let grant = 0; grant < 5; grant += 1) await store.commit([insert(record(1e9 + 60))]);
    expect(await server.command('ZCARD', `${data.prefix}client:app`)).toBe(5);
    expect(await store.revoke({ clientId: 'app' })).toBe(5);
  });
});
