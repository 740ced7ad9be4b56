import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nodeHandler } from '@oauth/adapter-node';
import type { ServerOptions } from '@oauth/core';
import { everything } from './everything.js';

export interface Listening {
  readonly issuer: string;
  readonly close: () => Promise<unknown>;
}

/** A server on a port of this machine that nobody else has; its issuer may have a path. */
export async function listen(options: Partial<ServerOptions> = {}, path = ''): Promise<Listening> {
  const http = createServer();
  const port = await new Promise<number>((resolve) => {
    http.listen(0, '127.0.0.1', () => resolve(portOf(http.address())));
  });
  const issuer = `http://127.0.0.1:${port}${path}`;
  http.on('request', nodeHandler(everything({ issuer, ...options })));
  return { issuer, close: () => new Promise((resolve) => http.close(resolve)) };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}
