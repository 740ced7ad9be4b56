import { createServer } from 'node:net';
import { listen } from './listen.js';

/**
 * A port of loopback that is free, and so are the ports at the given distances from it. It lies below
 * those that the system gives to connections, so it is likely to stay free for the moment.
 */
export async function findFreePort(...distances: readonly number[]): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all(
      [0, ...distances].map((distance) => isPortFree(port + distance)),
    );
    if (free.every(Boolean)) return port;
  }
}

async function isPortFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await listen(server, { port });
  } catch {
    return false;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
}
