import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';

/** A Redis that a benchmark has to itself: on loopback, in memory only. */
export interface RedisServer {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Starts one; rejects when there is no redis-server on the PATH. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', ['--port', String(port), ...settings], { stdio: 'ignore' });
  await once(server, 'spawn');
  const stopOnExit = (): boolean => server.kill('SIGKILL');
  process.once('exit', stopOnExit);
  const probe = new Redis(port, '127.0.0.1', { retryStrategy: () => 20 });
  // Until it listens.
  probe.on('error', () => undefined);
  await probe.ping();
  probe.disconnect();
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: server.pid ?? NaN,
    async stop() {
      process.off('exit', stopOnExit);
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
