import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { findFreePort } from '@oauth/app-kit/ports';
import { noteSkipped } from '@oauth/tooling/skipped';
import { afterTests } from './fresh-store.js';

/** Whether this machine can start a cluster; `npm test` reports that tests are skipped without it. */
export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedisServer) noteSkipped('app-server on Redis Cluster: no redis-server on the PATH');

/**
 * Starts a cluster of one node on loopback until the file's tests are done. As a larger cluster, it
 * refuses a command whose keys are in different slots.
 */
export async function startCluster(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'app-server-'));
  afterTests(() => rm(folder, { recursive: true, force: true }));
  // Nodes talk to each other at a port 10000 higher.
  const port = await findFreePort(10_000);
  const settings = { bind: '127.0.0.1', dir: folder, save: '', 'cluster-enabled': 'yes' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const server = spawn('redis-server', ['--port', String(port), ...args], { stdio: 'ignore' });
  const ended = once(server, 'exit');
  afterTests(async () => {
    server.kill('SIGKILL');
    await ended;
  });
  const url = `redis://127.0.0.1:${port}`;
  const client = createClient({ url, socket: { reconnectStrategy: () => 20 } });
  // The first attempts to connect fail until the server listens.
  client.on('error', () => undefined);
  await client.connect();
  await client.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', '0', '16383']);
  while (!(await client.sendCommand<string>(['CLUSTER', 'INFO'])).includes('cluster_state:ok'));
  await client.close();
  return `${url}?cluster`;
}
