import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insert, recordMaker, spend, update } from '@oauth/testing';
import { clients, type ServerConnection } from '../test/redis.js';
import { startServer, type PrivateServer } from '../test/server.js';
import { canStartServer } from '../test/services.js';
import { redisStore } from './index.js';

const newRecord = recordMaker(9e9);

describe.runIf(canStartServer())('a replica', () => {
  let servers: readonly PrivateServer[];
  let primary: ServerConnection;
  let replica: ServerConnection;
  beforeAll(async () => {
    // Two servers that know nothing of each other: the second one is as far behind as a test wants.
    servers = await Promise.all([startServer(), startServer()]);
    [primary, replica] = await Promise.all([
      clients.redis(servers[0]?.url),
      clients.ioredis(servers[1]?.url),
    ]);
  });
  afterAll(async () => {
    await Promise.all([primary.close(), replica.close()]);
    await Promise.all(servers.map(async (server) => server.stop()));
  });

  /** How many commands the replica has been sent. */
  async function countReads(): Promise<number> {
    const stats = String(await replica.command('INFO', 'commandstats'));
    return Number(/^cmdstat_hget:calls=(\d+)/m.exec(stats)?.[1] ?? 0);
  }

  it('answers reads that may be behind, and no others', async () => {
    const store = redisStore(primary.client, { replica: replica.client });
    const token = newRecord();
    await store.commit([insert(token)]);
    await redisStore(replica.client).commit([insert(token)]);
    await store.commit([update(spend(token))]);
    expect(await store.get(token.id, { stale: true })).toEqual(token);
    const reads = await countReads();
    for (const hint of [undefined, {}, { kind: token.kind }, { stale: false }])
      expect(await store.get(token.id, hint)).toEqual(spend(token));
    expect((await store.list({ subject: 'alice' }, { limit: 10 })).records).toEqual([spend(token)]);
    await store.commit([{ type: 'extend', id: token.id, expiresAt: 9.1e9 }]);
    await store.revoke({ grantId: token.grantId });
    expect(await countReads()).toBe(reads);
  });

  it('that does not have a new token yet makes no API refuse it', async () => {
    const store = redisStore(primary.client, { replica: replica.client });
    const token = newRecord();
    await store.commit([insert(token)]);
    const reads = await countReads();
    expect(await store.get(token.id, { stale: true })).toEqual(token);
    expect(await store.get('unknown', { stale: true })).toBe(undefined);
    expect(await countReads()).toBe(reads + 2);
  });

  it('that cannot be reached makes such reads reject', async () => {
    const server = await startServer();
    const gone = await clients.redis(server.url);
    const store = redisStore(primary.client, { replica: gone.client });
    await server.stop();
    await expect(store.get('a', { stale: true })).rejects.toThrow();
    expect(await store.get('a')).toBe(undefined);
    await gone.close();
  });
});
