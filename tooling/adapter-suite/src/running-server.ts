import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type RequestListener,
} from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Server } from '@oauth/core';
import { Connection } from './connection.js';
import { createTestServer, type TestServer } from './test-server.js';

/** The authorization server that adapters are tested with. */
export type OAuthServer = Pick<Server, 'handle' | 'canHandle'>;

/** Creates what is tested: a node:http listener in front of a server. */
export type CreateListener = (server: OAuthServer) => RequestListener | Promise<RequestListener>;

/** A test server on a free port. */
export interface RunningServer extends Omit<TestServer, 'oauth'> {
  readonly port: number;
  /** Opens a connection. */
  readonly connect: () => Promise<Connection>;
}

/** Starts a {@link createTestServer} behind a listener, until the test ends. */
export async function startServer(createListener: CreateListener): Promise<RunningServer> {
  const { oauth, ...testServer } = createTestServer();
  const port = await listenOnFreePort(await createListener(oauth));
  return { ...testServer, port, connect: () => Connection.open(port) };
}

/** Serves on a free port until the test ends; resolves to the port. A listener is served over HTTP. */
export async function listenOnFreePort(
  served: RequestListener | HttpServer | HttpsServer,
  host = '127.0.0.1',
): Promise<number> {
  const server = typeof served === 'function' ? createHttpServer(served) : served;
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}
