import { Redis } from 'ioredis';
import { createClient } from 'redis';
import type { RedisClient } from '@oauth/store-redis';
import type { HandRedis } from './redis-by-hand.js';

/** A connected client, and the same connection for what is done by hand. */
export interface Connected {
  readonly client: RedisClient;
  readonly hand: HandRedis;
  readonly close: () => Promise<unknown>;
}

/** Each of the clients that the store takes. */
export const redisClients: Readonly<Record<string, (url: string) => Promise<Connected>>> = {
  async redis(url) {
    const client = createClient({ url });
    await client.connect();
    const hand: HandRedis = {
      get: async (key) => client.get(key),
      set: async (key, value, PX) => client.set(key, value, { PX }),
      load: async (script) => client.scriptLoad(script),
      evalSha: async (sha1, keys, values) =>
        client.evalSha(sha1, { keys: [...keys], arguments: [...values] }),
      async setAll(entries) {
        const multi = client.multi();
        for (const [key, value, PX] of entries) multi.set(key, value, { PX });
        return multi.exec();
      },
    };
    return { client, hand, close: async () => client.close() };
  },
  async ioredis(url) {
    const client = new Redis(url, { lazyConnect: true });
    await client.connect();
    const hand: HandRedis = {
      get: async (key) => client.get(key),
      set: async (key, value, milliseconds) => client.set(key, value, 'PX', milliseconds),
      load: async (script) => client.script('LOAD', script),
      evalSha: async (sha1, keys, values) => client.evalsha(sha1, keys.length, ...keys, ...values),
      async setAll(entries) {
        const multi = client.multi();
        for (const [key, value, milliseconds] of entries) multi.set(key, value, 'PX', milliseconds);
        return multi.exec();
      },
    };
    return { client, hand, close: async () => client.quit() };
  },
};
