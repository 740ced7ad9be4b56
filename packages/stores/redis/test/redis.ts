import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import type { Store } from '@oauth/core';
import { redisStore, type RedisClient, type RedisStoreOptions } from '@oauth/store-redis';

export const redisUrl = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';

/** A connection that a test opened. */
export interface Connection {
  readonly client: RedisClient;
  readonly close: () => Promise<unknown>;
}

/** A connection to one server. */
export interface ServerConnection extends Connection {
  /** Any command, for what no store does. */
  readonly command: (...words: readonly string[]) => Promise<unknown>;
}

export type Connect = () => Promise<Connection>;

/** Connects, or throws within a second or two: nothing is tried again, no call is kept for later. */
export type ConnectServer = (url?: string) => Promise<ServerConnection>;

/** Each of the clients that the store takes. */
export const clients: Readonly<Record<'redis' | 'ioredis', ConnectServer>> = {
  async redis(url = redisUrl) {
    const socket = { connectTimeout: 1000, reconnectStrategy: false } as const;
    const client = createClient({ url, socket, disableOfflineQueue: true });
    // The calls themselves throw.
    client.on('error', () => undefined);
    await client.connect();
    return {
      client,
      command: async (...words) => client.sendCommand([...words]),
      close: async () => (client.isOpen ? client.close() : undefined),
    };
  },
  async ioredis(url = redisUrl) {
    const client = new Redis(url, {
      lazyConnect: true,
      connectTimeout: 1000,
      retryStrategy: () => null,
    });
    client.on('error', () => undefined);
    await client.connect();
    return {
      client,
      command: async (name = '', ...words) => client.call(name, ...words),
      close: async () => (client.status === 'end' ? undefined : client.quit()),
    };
  },
};

/** Deletes what begins with the prefix, on the server that the connection leads to. */
export async function deleteKeys({ command }: ServerConnection, prefix: string): Promise<void> {
  let cursor = '0';
  do {
    const scanned = await command('SCAN', cursor, 'MATCH', `${prefix}*`, 'COUNT', '1000');
    const [next, keys] = listOf(scanned);
    for (const key of listOf(keys)) await command('UNLINK', String(key));
    cursor = String(next);
  } while (cursor !== '0');
}

export function listOf(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : [];
}

/** Data that one test has to itself. */
export interface Scratch {
  readonly prefix: string;
  /** A store on a connection of its own. */
  readonly open: (options?: RedisStoreOptions) => Promise<Store>;
  readonly connect: () => Promise<Connection>;
  /** Closes all connections; the data stays. */
  readonly disconnect: () => Promise<void>;
  /** Makes a field of a grant's hash something that is no record. */
  readonly damage: (id: string) => Promise<void>;
  readonly remove: () => Promise<void>;
}

export function scratch(
  connect: Connect,
  clean: (prefix: string) => Promise<void> = cleanSingle,
): Scratch {
  const prefix = `test:${randomUUID()}:`;
  const connections: Connection[] = [];
  const connectOnce = async (): Promise<Connection> => {
    const connection = await connect();
    connections.push(connection);
    return connection;
  };
  const disconnect = async (): Promise<void> => {
    await Promise.all(connections.splice(0).map(async (connection) => connection.close()));
  };
  return {
    prefix,
    connect: connectOnce,
    disconnect,
    async damage(id) {
      const key = `${prefix}grant:${id.slice(0, 16)}`;
      await overwrite((await connectOnce()).client, key, id.slice(16));
    },
    open: async (options) => redisStore((await connectOnce()).client, { prefix, ...options }),
    async remove() {
      await disconnect();
      await clean(prefix);
    },
  };
}

async function overwrite(client: RedisClient, key: string, field: string): Promise<void> {
  const script = `return redis.call('HSET', KEYS[1], ARGV[1], '0')`;
  if ('hGet' in client) await client.eval(script, { keys: [key], arguments: [field] });
  else await client.eval(script, 1, key, field);
}

async function cleanSingle(prefix: string): Promise<void> {
  const connection = await clients.redis();
  await deleteKeys(connection, prefix);
  await connection.close();
}
