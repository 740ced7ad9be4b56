import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insert, recordMaker, spend, update } from '@oauth/testing';
import { asList, clients, type ServerConnection } from '../test/redis.js';
import { startServer, type PrivateServer } from '../test/server.js';
import { canStartServer } from '../test/services.js';
import { redisStore } from './index.js';

const newRecord = recordMaker(9e9);

describe.runIf(canStartServer())('the indexes', () => {
  let server: PrivateServer;
  let connection: ServerConnection;
  beforeAll(async () => {
    server = await startServer();
    connection = await clients.redis(server.url);
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  /** How many grants each key of a pattern has. */
  async function countGrants(pattern: string): Promise<readonly number[]> {
    const keys = asList(await connection.command('KEYS', pattern)).map(String);
    const sizes = keys.map(async (key) => Number(await connection.command('ZCARD', key)));
    // An index has two entries for a grant.
    return (await Promise.all(sizes)).map((size) => size / 2);
  }

  it('of a large client are spread over 16 keys, of which none is hot', async () => {
    const store = redisStore(connection.client, { prefix: 'spread:' });
    for (let grant = 0; grant < 1600; grant += 1) await store.commit([insert(newRecord())]);
    const sizes = await countGrants('spread:client:*');
    expect(sizes.length).toBe(16);
    expect(Math.max(...sizes)).toBeLessThan(200);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1600);
    expect(await store.revoke({ clientId: 'app' })).toBe(1600);
  });

  it('of a client have no documents, which are spread by their kind', async () => {
    const store = redisStore(connection.client, { prefix: 'documents:' });
    const owner = { clientId: '', subject: undefined };
    for (let made = 0; made < 320; made += 1)
      await store.commit([insert(newRecord({ ...owner, kind: 'document:user' }))]);
    expect(await countGrants('documents:client:*')).toEqual([]);
    const sizes = await countGrants('documents:document:*:document:user');
    expect(sizes.length).toBe(16);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(320);
  });

  it('lead to a page in as many commands, however long the list is', async () => {
    const store = redisStore(connection.client, { prefix: 'pages:' });
    const addGrants = async (count: number): Promise<void> => {
      for (let grant = 0; grant < count; grant += 1) await store.commit([insert(newRecord())]);
    };
    const countCommands = async (): Promise<number> => {
      await connection.command('CONFIG', 'RESETSTAT');
      const { records } = await store.list({ subject: 'alice' }, { limit: 10 });
      expect(records.length).toBe(10);
      const stats = String(await connection.command('INFO', 'commandstats'));
      const calls = [...stats.matchAll(/^cmdstat_(?!config|info)[^:]+:calls=(\d+)/gm)];
      return calls.reduce((sum, [, count]) => sum + Number(count), 0);
    };
    await addGrants(20);
    // The first page loads the scripts.
    await countCommands();
    const few = await countCommands();
    await addGrants(2000);
    expect(await countCommands()).toBe(few);
  });

  it('keep a grant in its place in lists while it is used and lives on', async () => {
    const store = redisStore(connection.client, { prefix: 'places:' });
    const records = Array.from({ length: 30 }, () => newRecord());
    for (const record of records) await store.commit([insert(record)]);
    const target = { subject: 'alice' };
    const first = await store.list(target, { limit: 10 });
    for (const record of first.records)
      await store.commit([update({ ...spend(record), expiresAt: record.expiresAt + 1e6 })]);
    const rest = await store.list(target, { limit: 100, after: first.next });
    expect(rest.records.length).toBe(20);
  });
});
