import { createServer } from 'node:http';
import { nodeHandler } from '@oauth/adapter-node';
import { listen } from '@oauth/app-kit/listen';
import { fullServer } from './full-server.js';

export interface ServedServer {
  readonly issuer: string;
  readonly close: () => Promise<unknown>;
}

/** Serves a full server on a free port of loopback. The issuer may have a path: `/tenant`. */
export async function serveFullServer(path = ''): Promise<ServedServer> {
  const http = createServer();
  const issuer = `http://127.0.0.1:${await listen(http)}${path}`;
  http.on('request', nodeHandler(fullServer({ issuer })));
  return { issuer, close: () => new Promise((resolve) => http.close(resolve)) };
}
