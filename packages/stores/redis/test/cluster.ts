import { setTimeout } from 'node:timers/promises';
import { Cluster as IoRedisCluster, Redis } from 'ioredis';
import { createCluster } from 'redis';
import type { Connect } from './redis.js';
import { findFreePort, spawnServer, stopServer, temporaryFolder } from './server.js';

/** Three masters on loopback, each in a process of its own. */
export interface RunningCluster {
  readonly ports: readonly number[];
  readonly stop: () => Promise<void>;
}

const slots = 16_384;

/** Starts a cluster and waits until it takes commands. Stops what it has started when that fails. */
export async function startCluster(): Promise<RunningCluster> {
  const folder = temporaryFolder();
  const ports = [await findFreePort(), await findFreePort(), await findFreePort()];
  const servers = ports.map((port) => {
    const settings = { 'cluster-enabled': 'yes', 'cluster-config-file': `nodes-${port}.conf` };
    return spawnServer(port, folder.path, settings);
  });
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map(stopServer));
    folder.remove();
  };
  const nodes = ports.map((port) => new Redis(port, '127.0.0.1', { retryStrategy: () => 50 }));
  // Connections fail until a server listens. A failure that stays makes the commands reject.
  for (const node of nodes) node.on('error', () => undefined);
  try {
    await joinCluster(nodes, ports);
    return { ports, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    for (const node of nodes) node.disconnect();
  }
}

/** Connects to a cluster with each of the clients. */
export const clusterClients: Readonly<
  Record<'redis' | 'ioredis', (ports: readonly number[]) => Connect>
> = {
  redis: (ports) => async () => {
    const rootNodes = ports.map((port) => ({ url: `redis://127.0.0.1:${port}` }));
    const client = createCluster({ rootNodes });
    await client.connect();
    return { client, close: async () => client.close() };
  },
  ioredis: (ports) => async () => {
    const nodes = ports.map((port) => ({ host: '127.0.0.1', port }));
    const client = new IoRedisCluster(nodes, { lazyConnect: true });
    await client.connect();
    return { client, close: async () => client.quit() };
  },
};

/** Gives each node its share of the slots, and waits until every node knows all others. */
async function joinCluster(nodes: readonly Redis[], ports: readonly number[]): Promise<void> {
  const share = Math.ceil(slots / nodes.length);
  await Promise.all(
    nodes.map(async (node, index) => {
      const first = index * share;
      const count = Math.min(share, slots - first);
      await node.call(
        'CLUSTER',
        'ADDSLOTS',
        ...Array.from({ length: count }, (_, at) => first + at),
      );
      // Two nodes with the same epoch would have to settle that first.
      await node.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
    }),
  );
  for (const port of ports) await nodes[0]?.call('CLUSTER', 'MEET', '127.0.0.1', port);
  const deadline = Date.now() + 30_000;
  for (const node of nodes)
    while (!isReady(String(await node.call('CLUSTER', 'INFO')), nodes.length)) {
      if (Date.now() > deadline) throw new Error('The cluster did not get ready in 30 seconds.');
      await setTimeout(50);
    }
}

function isReady(info: string, nodes: number): boolean {
  return info.includes('cluster_state:ok') && info.includes(`cluster_size:${nodes}`);
}
