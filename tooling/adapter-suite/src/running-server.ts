import { createServer as createHttpServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createServer, type OAuthEvent, type Server } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { Connection } from './connection.js';

/** The authorization server that adapters are tried with. */
export type OAuthServer = Pick<Server, 'handle' | 'canHandle'>;

/** Makes what is tested: a node:http listener through which a server is reached. */
export type MakeListener = (server: OAuthServer) => RequestListener | Promise<RequestListener>;

/** A server on a port of its own, until the test is over. */
export interface RunningServer {
  readonly port: number;
  /** What the server has stored. */
  readonly rows: { readonly size: number };
  /** Waits for the next event. */
  readonly nextEvent: () => Promise<OAuthEvent>;
  /** A connection of its own. */
  readonly connect: () => Promise<Connection>;
}

/** Starts a server with one client, `app`, and one grant, `client_credentials`. */
export async function startServer(makeListener: MakeListener): Promise<RunningServer> {
  const rows = memoryStore();
  const events: OAuthEvent[] = [];
  const waiting: ((event: OAuthEvent) => void)[] = [];
  const oauth = createServer({
    issuer: 'https://auth.example.com',
    clients: [
      {
        client_id: 'app',
        client_secret: secret,
        grant_types: ['client_credentials'],
        scope: 'read write',
      },
    ],
    store: rows,
    plugins: [clientCredentials()],
    onEvent(event) {
      const take = waiting.shift();
      if (take) take(event);
      else events.push(event);
    },
  });
  const port = await listen(await makeListener(oauth));
  return {
    port,
    rows,
    nextEvent: () => {
      const event = events.shift();
      return event ? Promise.resolve(event) : new Promise((resolve) => waiting.push(resolve));
    },
    connect: () => Connection.open(port),
  };
}

/** The secret of the client `app`. */
export const secret = 'a-secret-of-at-least-32-characters';

/** Serves on a port of its own, until the test is over. */
export async function listen(listener: RequestListener): Promise<number> {
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
