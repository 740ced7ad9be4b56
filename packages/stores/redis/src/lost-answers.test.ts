import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insert, recordMaker, update } from '@oauth/testing';
import { clients } from '../test/redis.js';
import { replyLosingProxy, type ReplyLosingProxy } from '../test/reply-losing-proxy.js';
import { startServer, type PrivateServer } from '../test/server.js';
import { canStartServer } from '../test/services.js';
import { redisStore } from './index.js';

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

  it('is sent again by ioredis, and reported as committed', async () => {
    const client = new Redis(proxy.port, '127.0.0.1', { retryStrategy: () => 1 });
    const store = redisStore(client);
    const code = newRecord();
    const { grantId } = code;
    const redemption = () => [update({ ...code, version: 1 }), insert(newRecord({ grantId }))];
    await store.commit([insert(code)]);
    const lost = proxy.loseNext('evalsha');
    expect(await store.commit(redemption())).toEqual({ committed: true });
    await lost;
    expect(await store.commit(redemption())).toEqual({ committed: false, lost: code.id });
    expect(await store.revoke({ grantId })).toBe(2);
    client.disconnect();
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
