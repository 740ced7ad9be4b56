import type { Script } from './scripts.js';

/** What `createClient`, `createCluster` and `createSentinel` of the package `redis` make, once connected. */
export interface NodeRedisClient {
  hGet(key: string, field: string): Promise<unknown>;
  eval(script: string, options: NodeRedisArguments): Promise<unknown>;
  evalSha(sha1: string, options: NodeRedisArguments): Promise<unknown>;
  /** Only a cluster has it. */
  readonly masters?: unknown;
}

interface NodeRedisArguments {
  keys: string[];
  arguments: string[];
}

/** `Redis` or `Cluster` of the package `ioredis`. */
export interface IoRedisClient {
  hget(key: string, field: string): Promise<unknown>;
  eval(script: string, keys: number, ...values: string[]): Promise<unknown>;
  evalsha(sha1: string, keys: number, ...values: string[]): Promise<unknown>;
  readonly isCluster?: boolean;
}

/** A client of the app's; the store opens and closes no connection. */
export type RedisClient = NodeRedisClient | IoRedisClient;

/** What the store asks of either client. */
export interface Commands {
  /** Keys may be on different nodes, and a script reaches those of one only. */
  readonly isCluster: boolean;
  readonly hashField: (key: string, field: string) => Promise<unknown>;
  readonly run: (
    script: Script,
    keys: readonly string[],
    values: readonly string[],
  ) => Promise<unknown>;
}

/** Speaks to either client, and gives a server the scripts that it does not know yet. */
export function commandsOf(client: RedisClient): Commands {
  const byNode = 'evalSha' in client;
  const call = byNode ? nodeRedisCalls(client) : ioRedisCalls(client);
  return {
    isCluster: byNode ? client.masters !== undefined : client.isCluster === true,
    hashField: async (key, field) => (byNode ? client.hGet(key, field) : client.hget(key, field)),
    async run(script, keys, values) {
      try {
        return await call.evalSha(script.sha1, keys, values);
      } catch (error) {
        // After a restart, a failover or SCRIPT FLUSH; nothing was run.
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return call.eval(script.source, keys, values);
      }
    },
  };
}

type Call = (
  script: string,
  keys: readonly string[],
  values: readonly string[],
) => Promise<unknown>;
type Calls = Readonly<Record<'eval' | 'evalSha', Call>>;

function nodeRedisCalls(client: NodeRedisClient): Calls {
  return {
    eval: async (script, keys, values) =>
      client.eval(script, { keys: [...keys], arguments: [...values] }),
    evalSha: async (sha1, keys, values) =>
      client.evalSha(sha1, { keys: [...keys], arguments: [...values] }),
  };
}

function ioRedisCalls(client: IoRedisClient): Calls {
  return {
    eval: async (script, keys, values) => client.eval(script, keys.length, ...keys, ...values),
    evalSha: async (sha1, keys, values) => client.evalsha(sha1, keys.length, ...keys, ...values),
  };
}
