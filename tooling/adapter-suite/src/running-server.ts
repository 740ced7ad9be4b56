import { createServer as createHttpServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer, type OAuthEvent, type Server } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { onTestFinished } from 'vitest';
import { Connection } from './connection.js';

/** The authorization server that adapters are tested with. */
export type OAuthServer = Pick<Server, 'handle' | 'canHandle'>;

/** Creates what is tested: a node:http listener in front of a server. */
export type CreateListener = (server: OAuthServer) => RequestListener | Promise<RequestListener>;

/** A server on a free port. */
export interface RunningServer {
  readonly port: number;
  /** The server's store: one row for each token. */
  readonly store: { readonly size: number };
  /** Waits for the server's next event. */
  readonly nextEvent: () => Promise<OAuthEvent>;
  /** Opens a connection. */
  readonly connect: () => Promise<Connection>;
}

/** Starts a server with one client, `app`, and one grant, `client_credentials`, until the test ends. */
export async function startServer(createListener: CreateListener): Promise<RunningServer> {
  const store = memoryStore();
  const events: OAuthEvent[] = [];
  const waiters: ((event: OAuthEvent) => void)[] = [];
  const oauth = createServer({
    issuer: 'https://auth.example.com',
    clients: [
      {
        client_id: 'app',
        client_secret: clientSecret,
        grant_types: ['client_credentials'],
        scope: 'read write',
      },
    ],
    store,
    plugins: [clientCredentials()],
    onEvent(event) {
      const resolveWaiter = waiters.shift();
      if (resolveWaiter) resolveWaiter(event);
      else events.push(event);
    },
  });
  const port = await listenOnFreePort(await createListener(oauth));
  return {
    port,
    store,
    nextEvent: () => {
      const event = events.shift();
      return event ? Promise.resolve(event) : new Promise((resolve) => waiters.push(resolve));
    },
    connect: () => Connection.open(port),
  };
}

/** The secret of the client `app`. */
export const clientSecret = 'a-secret-of-at-least-32-characters';

/** Serves on a free port until the test ends; resolves to the port. */
export async function listenOnFreePort(listener: RequestListener): Promise<number> {
  const server = createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}
