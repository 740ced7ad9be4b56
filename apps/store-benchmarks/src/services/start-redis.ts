import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { findFreePort } from '@oauth/app-kit/ports';

/** A Redis for one benchmark: on loopback, in memory only. */
export interface RedisServer {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Starts a Redis; rejects if there is no redis-server on the PATH. */
export async function startRedis(): Promise<RedisServer> {
  const port = await findFreePort();
  const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', ['--port', String(port), ...settings], { stdio: 'ignore' });
  await once(server, 'spawn');
  const killAtExit = (): boolean => server.kill('SIGKILL');
  process.once('exit', killAtExit);
  await waitForRedis(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: server.pid ?? NaN,
    async stop() {
      process.off('exit', killAtExit);
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    },
  };
}

async function waitForRedis(port: number): Promise<void> {
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 20 });
  // Connections fail until it listens, and the client tries again.
  client.on('error', () => undefined);
  await client.ping();
  client.disconnect();
}
