import { redisStore } from '@oauth/store-redis';
import type { Location } from './location.js';
import { StoreError, wordsOf, type OpenedStore, type StoreWatch } from './opened.js';

type RedisLocation = Extract<Location, { kind: 'redis' }>;

/** Milliseconds after which a Redis that says nothing, not even to a ping, counts as lost. */
const silence = 5000;
const longestPause = 2000;

/**
 * Connects to a server or a cluster. Connections that are lost are made again, for as long as it
 * takes; calls fail meanwhile.
 *
 * @throws StoreError
 */
export async function openRedis(
  location: RedisLocation,
  { onLost, clock }: StoreWatch,
): Promise<OpenedStore> {
  let connected = false;
  const client = await makeClient(location, (retries, cause) => {
    // The start fails at once; whoever started the server knows what to do.
    if (!connected) return cause;
    return Math.min(50 * 2 ** Math.min(retries, 10), longestPause) * (0.5 + Math.random());
  });
  tellOnce(client, onLost);
  try {
    await client.connect();
    connected = true;
  } catch (thrown) {
    const where = new URL(location.url).host;
    throw new StoreError(`Cannot use Redis at ${where}: ${wordsOf(thrown)}`, { cause: thrown });
  }
  return {
    store: redisStore(client, { prefix: location.prefix, clock }),
    async close() {
      await client.close();
    },
  };
}

type Reconnect = (retries: number, cause: Error) => number | Error;
type Client = Awaited<ReturnType<typeof makeClient>>;

async function makeClient({ url, cluster }: RedisLocation, reconnectStrategy: Reconnect) {
  const { createClient, createCluster } = await import('redis');
  const socket = { connectTimeout: 2000, socketTimeout: silence, reconnectStrategy };
  const options = { disableOfflineQueue: true, pingInterval: silence / 2 };
  if (cluster === undefined) return createClient({ ...options, url, socket });
  const { username, password, protocol } = new URL(url);
  return createCluster({
    rootNodes: cluster.map((node) => ({ url: node, socket })),
    // Nodes are found by what others say of them, which is their address alone.
    defaults: {
      ...options,
      username: decodeURIComponent(username),
      password: decodeURIComponent(password),
      socket: protocol === 'rediss:' ? { ...socket, tls: true } : socket,
    },
  });
}

/** Tells of a loss once, not at each attempt to connect again. */
function tellOnce(client: Client, onLost: StoreWatch['onLost']): void {
  const lost = new Set<string>();
  const tell = (cause: unknown, node = ''): void => {
    if (!lost.has(node)) onLost(cause);
    lost.add(node);
  };
  client.on('error', (cause: unknown) => tell(cause));
  client.on('ready', () => lost.delete(''));
  client.on('node-error', (cause: unknown, { address }: Node) => tell(cause, address));
  client.on('node-ready', ({ address }: Node) => lost.delete(address));
}

interface Node {
  readonly address: string;
}
