import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { insert, recordMaker, update } from '@oauth/testing';
import { clients, type ServerConnection } from '../test/redis.js';
import { startServer, type PrivateServer } from '../test/server.js';
import { canStartServer } from '../test/services.js';
import { redisStore } from './index.js';

const newRecord = recordMaker(9e9);

describe.runIf(canStartServer())('a call of the store', () => {
  let server: PrivateServer;
  let connection: ServerConnection;
  let observer: ServerConnection;
  let store: Store;
  beforeAll(async () => {
    server = await startServer();
    [connection, observer] = await Promise.all([
      clients.redis(server.url),
      clients.ioredis(server.url),
    ]);
    store = redisStore(connection.client);
    const first = newRecord({ clientId: 'other' });
    await store.commit([insert(first)]);
    await store.revoke({ clientId: 'other' });
    await store.revoke({ grantId: first.grantId });
  });
  afterAll(async () => {
    await connection.close();
    await observer.close();
    await server.stop();
  });

  /** Counts how often each command was sent, or called by a script. */
  async function countCommands(work: () => unknown): Promise<Readonly<Record<string, number>>> {
    await observer.command('CONFIG', 'RESETSTAT');
    await work();
    const counts: Record<string, number> = {};
    const stats = String(await observer.command('INFO', 'commandstats'));
    for (const [, name = '', calls] of stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm))
      if (!name.startsWith('config') && name !== 'info') counts[name] = Number(calls);
    return counts;
  }

  it('is one round trip for the commit of a new grant, and one for its redemption', async () => {
    const code = newRecord({ subject: 'alice' });
    const { grantId, subject } = code;
    const issued = await countCommands(async () => store.commit([insert(code)]));
    expect(issued).toMatchObject({ evalsha: 1, hmget: 1, zadd: 4, hset: 1 });
    const tokens = [newRecord({ grantId, subject }), newRecord({ grantId, subject })];
    const redeemed = await countCommands(async () =>
      store.commit([update({ ...code, version: 1 }), ...tokens.map(insert)]),
    );
    expect(redeemed).toMatchObject({ evalsha: 1, hmget: 1, zadd: 2, hset: 1 });
  });

  it('is one round trip for reading a record', async () => {
    const token = newRecord();
    await store.commit([insert(token)]);
    expect(await countCommands(async () => store.get(token.id))).toEqual({ hget: 1 });
  });

  it('reads only the grants of a subject to revoke them', async () => {
    for (let grant = 0; grant < 1000; grant += 1)
      await store.commit([insert(newRecord({ subject: `subject-${grant}` }))]);
    const one = await countCommands(async () => store.revoke({ subject: 'subject-7' }));
    expect(one).toEqual({ evalsha: 3, zrangebyscore: 2, hgetall: 1, hdel: 1 });
  });

  it('takes as many commands for a subject with thousands of grants as with one', async () => {
    const exchange = async (): Promise<void> => {
      const code = newRecord({ subject: 'bob' });
      const { grantId } = code;
      await store.commit([insert(code)]);
      const token = newRecord({ grantId, subject: 'bob' });
      await store.commit([update({ ...code, version: 1 }), insert(token)]);
      await store.get(token.id);
      await store.revoke({ grantId });
    };
    await exchange();
    const { pexpire: _, ...few } = await countCommands(exchange);
    for (let grant = 0; grant < 3000; grant += 1)
      await store.commit([insert(newRecord({ subject: 'bob' }))]);
    // PEXPIRE is called only when an expiry is a millisecond later than the one before.
    const { pexpire: __, ...many } = await countCommands(exchange);
    expect(many).toEqual(few);
  });
});
