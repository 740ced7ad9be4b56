import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** A Redis that belongs to one test: on loopback, in memory only. */
export interface PrivateServer {
  readonly port: number;
  readonly url: string;
  /** Kills the server, with all data. */
  readonly stop: () => Promise<void>;
}

/** Makes a folder for servers' files. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'store-redis-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts a Redis and waits until it replies. */
export async function startServer(
  options: { readonly port?: number; readonly settings?: Readonly<Record<string, string>> } = {},
): Promise<PrivateServer> {
  const folder = temporaryFolder();
  const port = options.port ?? (await findFreePort());
  const child = spawnServer(port, folder.path, options.settings);
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 20 });
  client.on('error', () => undefined);
  await client.ping();
  client.disconnect();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      await stopServer(child);
      folder.remove();
    },
  };
}

/** Starts the process of a Redis, which ends when this process ends. */
export function spawnServer(
  port: number,
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): ChildProcess {
  const all = { bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no', ...settings };
  const words = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn('redis-server', ['--port', String(port), ...words], { stdio: 'ignore' });
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
}

export async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
}

const busOffset = 10_000;

/** Finds a free port whose cluster bus port is free as well. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    if ((await isFreePort(port)) && (await isFreePort(port + busOffset))) return port;
  }
}

async function isFreePort(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
