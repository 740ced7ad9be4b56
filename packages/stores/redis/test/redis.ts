import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import type { Store } from '@oauth/core';
import { redisStore, type RedisClient, type RedisStoreOptions } from '@oauth/store-redis';

export const redisUrl = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';

/** A connection that a test has opened. */
export interface Connection {
  readonly client: RedisClient;
  readonly close: () => Promise<unknown>;
}

/** A connection to one server. */
export interface ServerConnection extends Connection {
  /** Sends any command, also those that the store does not use. */
  readonly command: (...words: readonly string[]) => Promise<unknown>;
}

export type Connect = () => Promise<Connection>;

/** Connects without retries and queues, so that a server that is away makes calls reject at once. */
export type ConnectServer = (url?: string) => Promise<ServerConnection>;

/** Connects with each of the clients that the store takes. */
export const clients: Readonly<Record<'redis' | 'ioredis', ConnectServer>> = {
  async redis(url = redisUrl) {
    const socket = { connectTimeout: 1000, reconnectStrategy: false } as const;
    const client = createClient({ url, socket, disableOfflineQueue: true });
    // The calls themselves reject.
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

/** Deletes the keys that begin with the prefix, on the connection's server. */
export async function deleteKeys({ command }: ServerConnection, prefix: string): Promise<void> {
  let cursor = '0';
  do {
    const scanned = await command('SCAN', cursor, 'MATCH', `${prefix}*`, 'COUNT', '1000');
    const [next, keys] = asList(scanned);
    for (const key of asList(keys)) await command('UNLINK', String(key));
    cursor = String(next);
  } while (cursor !== '0');
}

export function asList(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : [];
}

/** Keys that belong to one test. */
export interface TemporaryData {
  readonly prefix: string;
  /** Opens a store on a connection of its own. */
  readonly open: (options?: RedisStoreOptions) => Promise<Store>;
  readonly connect: () => Promise<Connection>;
  /** Closes all connections; the data stays. */
  readonly disconnect: () => Promise<void>;
  /** Changes a field of a grant's hash to what is no record. */
  readonly damage: (id: string) => Promise<void>;
  readonly remove: () => Promise<void>;
}

export function temporaryData(
  connect: Connect,
  deleteData: (prefix: string) => Promise<void> = deleteOnServer,
): TemporaryData {
  const prefix = `test:${randomUUID()}:`;
  const connections: Connection[] = [];
  const openConnection = async (): Promise<Connection> => {
    const connection = await connect();
    connections.push(connection);
    return connection;
  };
  const disconnect = async (): Promise<void> => {
    await Promise.all(connections.splice(0).map(async (connection) => connection.close()));
  };
  return {
    prefix,
    connect: openConnection,
    disconnect,
    async damage(id) {
      const key = `${prefix}grant:${id.slice(0, 16)}`;
      await overwrite((await openConnection()).client, key, id.slice(16));
    },
    open: async (options) => redisStore((await openConnection()).client, { prefix, ...options }),
    async remove() {
      await disconnect();
      await deleteData(prefix);
    },
  };
}

async function overwrite(client: RedisClient, key: string, field: string): Promise<void> {
  const script = `return redis.call('HSET', KEYS[1], ARGV[1], '0')`;
  if ('hGet' in client) await client.eval(script, { keys: [key], arguments: [field] });
  else await client.eval(script, 1, key, field);
}

async function deleteOnServer(prefix: string): Promise<void> {
  const connection = await clients.redis();
  await deleteKeys(connection, prefix);
  await connection.close();
}
