import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { nodeHandler } from '@oauth/adapter-node';
import type { Server } from '@oauth/core';

/**
 * Listens at a free port of the loopback interface until the test is over, and makes the server
 * for the origin that this gives.
 */
export async function listen(makeServer: (origin: string) => Server): Promise<Server> {
  const http = createServer();
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    http.close();
    http.closeAllConnections();
  });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new TypeError('There is no port.');
  const server = makeServer(`http://127.0.0.1:${address.port}`);
  http.on('request', nodeHandler(server));
  return server;
}
