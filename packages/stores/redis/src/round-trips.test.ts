import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { serverHere } from '../test/reachable.js';
import { insert, record, update } from '../test/records.js';
import { clients, type ServerConnection } from '../test/redis.js';
import { startServer, type PrivateServer } from '../test/server.js';
import { redisStore } from './index.js';

describe.runIf(serverHere())('round trips', () => {
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
    const first = record(9e9, { clientId: 'other' });
    await store.commit([insert(first)]);
    await store.revoke({ clientId: 'other' });
    await store.revoke({ grantId: first.grantId });
  });
  afterAll(async () => {
    await connection.close();
    await observer.close();
    await server.stop();
  });

  /** How often each command was sent or called by a script. */
  async function commandsOf(work: () => unknown): Promise<Readonly<Record<string, number>>> {
    await observer.command('CONFIG', 'RESETSTAT');
    await work();
    const counts: Record<string, number> = {};
    const stats = String(await observer.command('INFO', 'commandstats'));
    for (const [, name = '', calls] of stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm))
      if (!name.startsWith('config') && name !== 'info') counts[name] = Number(calls);
    return counts;
  }

  it('takes one for a commit of a new grant, and one for its redemption', async () => {
    const code = record(9e9, { subject: 'alice' });
    const { grantId, subject } = code;
    const issued = await commandsOf(async () => store.commit([insert(code)]));
    expect(issued).toMatchObject({ evalsha: 1, hmget: 1, zadd: 2, hset: 1 });
    const tokens = [record(9e9, { grantId, subject }), record(9e9, { grantId, subject })];
    const redeemed = await commandsOf(async () =>
      store.commit([update({ ...code, version: 1 }), ...tokens.map(insert)]),
    );
    expect(redeemed).toMatchObject({ evalsha: 1, hmget: 1, hset: 1 });
  });

  it('takes one to read a record', async () => {
    const token = record(9e9);
    await store.commit([insert(token)]);
    expect(await commandsOf(async () => store.get(token.id))).toEqual({ hget: 1 });
  });

  it('reads the grants of a subject to revoke them, and no other key', async () => {
    for (let grant = 0; grant < 1000; grant += 1)
      await store.commit([insert(record(9e9, { subject: `subject-${grant}` }))]);
    const one = await commandsOf(async () => store.revoke({ subject: 'subject-7' }));
    expect(one).toEqual({ evalsha: 2, zscan: 1, hgetall: 1, hdel: 1 });
  });

  it('takes as many commands with thousands of grants as with one', async () => {
    const exchange = async (): Promise<void> => {
      const code = record(9e9, { subject: 'bob' });
      const { grantId } = code;
      await store.commit([insert(code)]);
      const token = record(9e9, { grantId, subject: 'bob' });
      await store.commit([update({ ...code, version: 1 }), insert(token)]);
      await store.get(token.id);
      await store.revoke({ grantId });
    };
    await exchange();
    const { pexpire: _, ...few } = await commandsOf(exchange);
    for (let grant = 0; grant < 3000; grant += 1)
      await store.commit([insert(record(9e9, { subject: 'bob' }))]);
    // Whether an expiry is a millisecond later than another is chance.
    const { pexpire: __, ...many } = await commandsOf(exchange);
    expect(many).toEqual(few);
  });
});
