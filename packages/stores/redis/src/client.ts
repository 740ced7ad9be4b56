import type { Script } from './scripts.js';

/** What `createClient`, `createCluster` and `createSentinel` of the package `redis` make, once connected. */
export interface NodeRedisClient {
  hGet(key: string, field: string): Promise<unknown>;
  eval(script: string, options: NodeRedisArguments): Promise<unknown>;
  evalSha(sha1: string, options: NodeRedisArguments): Promise<unknown>;
  /** Only the client of a cluster has it. */
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

/** A client of the app's. The store neither opens nor closes connections. */
export type RedisClient = NodeRedisClient | IoRedisClient;

/** The commands that the store sends, through either client. */
export interface RedisCommands {
  /** Whether keys may be on different nodes: a script reaches the keys of one node. */
  readonly isCluster: boolean;
  readonly readField: (key: string, field: string) => Promise<unknown>;
  readonly runScript: (
    script: Script,
    keys: readonly string[],
    values: readonly string[],
  ) => Promise<unknown>;
}

/** Sends commands through either client, and scripts whole to a server that does not have them. */
export function redisCommands(client: RedisClient): RedisCommands {
  const isNodeRedis = 'evalSha' in client;
  const scripts = isNodeRedis ? nodeRedisScripts(client) : ioRedisScripts(client);
  return {
    isCluster: isNodeRedis ? client.masters !== undefined : client.isCluster === true,
    readField: async (key, field) =>
      isNodeRedis ? client.hGet(key, field) : client.hget(key, field),
    async runScript(script, keys, values) {
      try {
        return await scripts.evalSha(script.sha1, keys, values);
      } catch (error) {
        // The server has lost its scripts, by a restart, a failover or SCRIPT FLUSH. It ran nothing.
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return scripts.eval(script.source, keys, values);
      }
    },
  };
}

type RunScriptText = (
  script: string,
  keys: readonly string[],
  values: readonly string[],
) => Promise<unknown>;
type ScriptCalls = Readonly<Record<'eval' | 'evalSha', RunScriptText>>;

function nodeRedisScripts(client: NodeRedisClient): ScriptCalls {
  return {
    eval: async (script, keys, values) =>
      client.eval(script, { keys: [...keys], arguments: [...values] }),
    evalSha: async (sha1, keys, values) =>
      client.evalSha(sha1, { keys: [...keys], arguments: [...values] }),
  };
}

function ioRedisScripts(client: IoRedisClient): ScriptCalls {
  return {
    eval: async (script, keys, values) => client.eval(script, keys.length, ...keys, ...values),
    evalSha: async (sha1, keys, values) => client.evalsha(sha1, keys.length, ...keys, ...values),
  };
}
