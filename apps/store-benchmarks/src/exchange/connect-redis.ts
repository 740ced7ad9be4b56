import { Redis } from 'ioredis';
import { createClient } from 'redis';
import type { RedisClient } from '@oauth/store-redis';
import type { RedisCommands } from './redis-by-hand.js';

/** A connected client, and commands on the same connection. */
export interface RedisConnection {
  readonly client: RedisClient;
  readonly commands: RedisCommands;
  readonly close: () => Promise<unknown>;
}

/** Connects each of the clients that the store supports. */
export const connectRedis: Readonly<Record<string, (url: string) => Promise<RedisConnection>>> = {
  async redis(url) {
    const client = createClient({ url });
    await client.connect();
    const commands: RedisCommands = {
      get: async (key) => client.get(key),
      set: async (key, value, PX) => client.set(key, value, { PX }),
      loadScript: async (script) => client.scriptLoad(script),
      evalSha: async (sha1, keys, values) =>
        client.evalSha(sha1, { keys: [...keys], arguments: [...values] }),
      async setAll(entries) {
        const multi = client.multi();
        for (const [key, value, PX] of entries) multi.set(key, value, { PX });
        return multi.exec();
      },
    };
    return { client, commands, close: async () => client.close() };
  },
  async ioredis(url) {
    const client = new Redis(url, { lazyConnect: true });
    await client.connect();
    const commands: RedisCommands = {
      get: async (key) => client.get(key),
      set: async (key, value, milliseconds) => client.set(key, value, 'PX', milliseconds),
      loadScript: async (script) => client.script('LOAD', script),
      evalSha: async (sha1, keys, values) => client.evalsha(sha1, keys.length, ...keys, ...values),
      async setAll(entries) {
        const multi = client.multi();
        for (const [key, value, milliseconds] of entries) multi.set(key, value, 'PX', milliseconds);
        return multi.exec();
      },
    };
    return { client, commands, close: async () => client.quit() };
  },
};
