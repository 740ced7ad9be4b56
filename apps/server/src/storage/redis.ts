import { redisStore } from '@oauth/store-redis';
import { formatCause, StoreError, type OpenedStore, type StoreOptions } from './opened-store.js';
import type { StoreLocation } from './store-location.js';

type RedisLocation = Extract<StoreLocation, { kind: 'redis' }>;

/** Milliseconds without a byte, not even a reply to a ping, after which a connection is lost. */
const maxSilenceMs = 5000;
/** The longest pause between two attempts to connect again. */
const maxPauseMs = 2000;

/**
 * Connects to a server or a cluster. The client reconnects for as long as it takes; calls fail
 * meanwhile.
 *
 * @throws StoreError
 */
export async function openRedis(
  location: RedisLocation,
  { onLost, clock }: StoreOptions,
): Promise<OpenedStore> {
  let connected = false;
  const client = await createRedisClient(location, (retries, cause) => {
    // A wrong URL must fail the start at once, not be retried.
    if (!connected) return cause;
    return Math.min(50 * 2 ** Math.min(retries, 10), maxPauseMs) * (0.5 + Math.random());
  });
  reportLossOnce(client, onLost);
  try {
    await client.connect();
    connected = true;
  } catch (cause) {
    const place = new URL(location.url).host;
    throw new StoreError(`Cannot use Redis at ${place}: ${formatCause(cause)}`, { cause });
  }
  return {
    store: redisStore(client, { prefix: location.prefix, clock }),
    async close() {
      await client.close();
    },
  };
}

type ReconnectStrategy = (retries: number, cause: Error) => number | Error;
type RedisClient = Awaited<ReturnType<typeof createRedisClient>>;

async function createRedisClient(
  { url, cluster }: RedisLocation,
  reconnectStrategy: ReconnectStrategy,
) {
  const { createClient, createCluster } = await import('redis');
  const socket = { connectTimeout: 2000, socketTimeout: maxSilenceMs, reconnectStrategy };
  const options = { disableOfflineQueue: true, pingInterval: maxSilenceMs / 2 };
  if (cluster === undefined) return createClient({ ...options, url, socket });
  const { username, password, protocol } = new URL(url);
  return createCluster({
    rootNodes: cluster.map((node) => ({ url: node, socket })),
    // The cluster names its further nodes by address only: credentials and TLS come from here.
    defaults: {
      ...options,
      username: decodeURIComponent(username),
      password: decodeURIComponent(password),
      socket: protocol === 'rediss:' ? { ...socket, tls: true } : socket,
    },
  });
}

/** Reports a loss once, not at each failed attempt to reconnect. */
function reportLossOnce(client: RedisClient, onLost: StoreOptions['onLost']): void {
  const lostNodes = new Set<string>();
  const reportLoss = (cause: unknown, node = ''): void => {
    if (!lostNodes.has(node)) onLost(cause);
    lostNodes.add(node);
  };
  client.on('error', (cause: unknown) => reportLoss(cause));
  client.on('ready', () => lostNodes.delete(''));
  client.on('node-error', (cause: unknown, { address }: ClusterNode) => reportLoss(cause, address));
  client.on('node-ready', ({ address }: ClusterNode) => lostNodes.delete(address));
}

interface ClusterNode {
  readonly address: string;
}
