import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change, StoredRecord } from '@oauth/core';
import { insert, recordMaker, spend, update } from '@oauth/testing';
import { clients } from '../test/redis.js';
import { replyLosingProxy, type ReplyLosingProxy } from '../test/reply-losing-proxy.js';
import { startServer, type PrivateServer } from '../test/server.js';
import { canStartServer } from '../test/services.js';
import { redisStore, type IoRedisClient, type RedisClient } from './index.js';

const newRecord = recordMaker(9e9);

describe.runIf(canStartServer())('a commit whose reply is lost', () => {
  let server: PrivateServer;
  let proxy: ReplyLosingProxy;
  beforeAll(async () => {
    server = await startServer();
    proxy = await replyLosingProxy(server.port);
  });
  afterAll(async () => {
    await proxy.close();
    await server.stop();
  });

  const changesOf: Readonly<Record<string, (code: StoredRecord) => readonly Change[]>> = {
    'a new record': ({ grantId }) => [insert(newRecord({ grantId }))],
    'an update': (code) => [update(spend(code))],
    'a redemption': (code) => [
      update(spend(code)),
      insert(newRecord({ grantId: code.grantId })),
      insert(newRecord({ grantId: code.grantId })),
    ],
    'an extension with a token': ({ id, grantId }) => [
      { type: 'extend', id, expiresAt: 9.1e9 },
      insert(newRecord({ grantId })),
    ],
  };

  it.each(Object.keys(changesOf))(
    'of %s is sent again by ioredis, and reported as committed',
    async (name) => {
      const client = new Redis(proxy.port, '127.0.0.1', { retryStrategy: () => 1 });
      const store = redisStore(client);
      const code = newRecord();
      await store.commit([insert(code)]);
      const changes = changesOf[name]?.(code) ?? [];
      const lost = proxy.loseNext('evalsha');
      expect(await store.commit(changes)).toEqual({ committed: true });
      await lost;
      // The same changes from anywhere else lose.
      expect((await store.commit(changes)).committed).toBe(false);
      expect((await redisStore(client).commit(changes)).committed).toBe(false);
      client.disconnect();
    },
  );

  it('is recognized even if the grant was used before it is sent again', async () => {
    const { client, close } = await clients.ioredis(server.url);
    const store = redisStore(client);
    const code = newRecord();
    const { grantId } = code;
    await store.commit([insert(code)]);
    const token = newRecord({ grantId });
    const useGrant = async (): Promise<unknown> =>
      store.commit([
        { type: 'extend', id: token.id, expiresAt: 9.1e9 },
        insert(newRecord({ grantId })),
      ]);
    const resending = redisStore(resendingClient(client, useGrant));
    expect(await resending.commit([update(spend(code)), insert(token)])).toEqual({
      committed: true,
    });
    expect(await store.get(token.id)).toEqual({ ...token, expiresAt: 9.1e9 });
    await close();
  });

  it('is an error with redis, and stays committed', async () => {
    const connection = await clients.redis(`redis://127.0.0.1:${proxy.port}`);
    const store = redisStore(connection.client);
    const code = newRecord();
    await store.commit([insert(code)]);
    const lost = proxy.loseNext('evalsha');
    const spent = { ...code, version: 1 };
    await expect(store.commit([update(spent)])).rejects.toThrow();
    await lost;
    await connection.close();
    const reconnected = await clients.redis(server.url);
    expect(await redisStore(reconnected.client).get(code.id)).toEqual(spent);
    await reconnected.close();
  });
});

/** A client that sends every commit twice, as after a lost connection, and lets others in between. */
function resendingClient(client: RedisClient, between: () => Promise<unknown>): IoRedisClient {
  if (!('evalsha' in client)) throw new Error('It takes a client of ioredis.');
  return {
    hget: (key, field) => client.hget(key, field),
    eval: (source, keys, ...values) => client.eval(source, keys, ...values),
    async evalsha(sha1, keys, ...values) {
      await client.evalsha(sha1, keys, ...values);
      await between();
      return client.evalsha(sha1, keys, ...values);
    },
  };
}
