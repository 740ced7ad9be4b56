import { Cluster as IoRedisCluster, Redis } from 'ioredis';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createCluster } from 'redis';
import type { Connect } from './redis.js';

/** Three masters on loopback, each a process of its own. */
export interface RunningCluster {
  readonly ports: readonly number[];
  readonly stop: () => Promise<void>;
}

const slots = 16_384;
const busOffset = 10_000;

/** Starts a cluster that is ready for commands; stops what it started when that fails. */
export async function startCluster(): Promise<RunningCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'store-redis-'));
  const ports = [await freePort(), await freePort(), await freePort()];
  const servers = ports.map((port) => startServer(port, folder));
  const killAll = (): void => {
    for (const server of servers) server.kill('SIGKILL');
  };
  process.once('exit', killAll);
  const stop = async (): Promise<void> => {
    process.off('exit', killAll);
    await Promise.all(servers.map(stopServer));
    rmSync(folder, { recursive: true, force: true });
  };
  const nodes = ports.map((port) => new Redis(port, '127.0.0.1', { retryStrategy: () => 50 }));
  // Until a server listens; what stays wrong shows in the commands.
  for (const node of nodes) node.on('error', () => undefined);
  try {
    await introduce(nodes, ports);
    return { ports, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    for (const node of nodes) node.disconnect();
  }
}

/** Each of the clients, on a cluster. */
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

function startServer(port: number, folder: string): ChildProcess {
  const options = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'no',
    'cluster-enabled': 'yes',
    'cluster-config-file': `nodes-${port}.conf`,
    'cluster-node-timeout': 5000,
  };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return spawn('redis-server', words, { stdio: 'ignore' });
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.pid === undefined) return;
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
}

/** Gives each node its share of the slots, and waits until all know of all. */
async function introduce(nodes: readonly Redis[], ports: readonly number[]): Promise<void> {
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
      // Two nodes that both say to be of epoch 0 would settle it first.
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

/** A port whose bus port is free too. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    if ((await isFree(port)) && (await isFree(port + busOffset))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
