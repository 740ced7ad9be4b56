import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { nodeHandler } from '@oauth/adapter-node';
import type { Server } from '@oauth/core';

/**
 * Serves over node:http until the test is over, at a free port of the loopback interface; the
 * server is made for the origin that comes of it.
 */
export async function listening(make: (origin: string) => Server): Promise<Server> {
  const http = createServer();
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    http.close();
    http.closeAllConnections();
  });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  const server = make(`http://127.0.0.1:${address.port}`);
  http.on('request', nodeHandler(server));
  return server;
}
