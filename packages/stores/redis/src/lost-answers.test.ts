import { Redis } from 'ioredis';
import { insert, recordMaker, update } from '@oauth/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerLosingProxy, type AnswerLosingProxy } from '../test/answer-losing-proxy.js';
import { serverHere } from '../test/reachable.js';
import { clients } from '../test/redis.js';
import { startServer, type PrivateServer } from '../test/server.js';
import { redisStore } from './index.js';

const newRecord = recordMaker(9e9);

describe.runIf(serverHere())('an answer that is lost', () => {
  let server: PrivateServer;
  let proxy: AnswerLosingProxy;
  beforeAll(async () => {
    server = await startServer();
    proxy = await answerLosingProxy(server.port);
  });
  afterAll(async () => {
    await proxy.close();
    await server.stop();
  });

  it('is asked for again by ioredis, and the redemption has won all the same', async () => {
    const client = new Redis(proxy.port, '127.0.0.1', { retryStrategy: () => 1 });
    const store = redisStore(client);
    const code = newRecord();
    const { grantId } = code;
    const redeem = () => [update({ ...code, version: 1 }), insert(newRecord({ grantId }))];
    await store.commit([insert(code)]);
    const lost = proxy.loseNext('evalsha');
    expect(await store.commit(redeem())).toEqual({ committed: true });
    await lost;
    expect(await store.commit(redeem())).toEqual({ committed: false, lost: code.id });
    expect(await store.revoke({ grantId })).toBe(2);
    client.disconnect();
  });

  it('is an error with redis, and what was committed stays', async () => {
    const connection = await clients.redis(`redis://127.0.0.1:${proxy.port}`);
    const store = redisStore(connection.client);
    const code = newRecord();
    await store.commit([insert(code)]);
    const lost = proxy.loseNext('evalsha');
    const spent = { ...code, version: 1 };
    await expect(store.commit([update(spent)])).rejects.toThrow();
    await lost;
    await connection.close();
    const again = await clients.redis(server.url);
    expect(await redisStore(again.client).get(code.id)).toEqual(spent);
    await again.close();
  });
});
