import { createServer, type RequestListener, type Server } from 'node:http';
import { nodeHandler } from '@oauth/adapter-node';
import { noteClientAddress } from '../../src/http/client-address.js';
import { createSite, type Site } from './site.js';

/** A site on loopback, and a client on loopback that it redirects to. */
export interface ServedSite {
  readonly site: Site;
  readonly issuer: string;
  /** The client's redirect URI. */
  readonly callback: string;
  close(): Promise<void>;
}

/** Serves a site with the clients `web` (confidential) and `native` (public). */
export async function serveSite(): Promise<ServedSite> {
  const client = await startServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://local.invalid');
    // Many clients redirect to another of their hosts; the CSP's form-action must allow that.
    if (pathname === '/callback')
      response.writeHead(303, { Location: `http://localhost:${getPort(client)}/welcome${search}` });
    else response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end('<title>The client</title><h1>Welcome back</h1>');
  });
  const server = createServer();
  await listenOnLoopback(server);
  const issuer = `http://localhost:${getPort(server)}`;
  const shared = {
    redirect_uris: ['http://127.0.0.1/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'notes.read notes.write',
  };
  const site = await createSite({
    issuer,
    clients: [
      { ...shared, client_id: 'web', client_secret: 'web-secret', client_name: 'Notebook' },
      {
        ...shared,
        client_id: 'native',
        token_endpoint_auth_method: 'none',
        client_name: 'Desktop',
      },
      { client_id: 'api', client_secret: 'api-secret', grant_types: [], introspects: 'any' },
    ],
  });
  const handler = nodeHandler(site.app);
  server.on('request', (request, response) => {
    noteClientAddress(request, 0);
    handler(request, response);
  });
  return {
    site,
    issuer,
    callback: `http://127.0.0.1:${getPort(client)}/callback`,
    async close() {
      for (const http of [client, server]) {
        http.closeAllConnections();
        await new Promise((resolve) => http.close(resolve));
      }
    },
  };
}

async function startServer(handler: RequestListener): Promise<Server> {
  const server = createServer(handler);
  await listenOnLoopback(server);
  return server;
}

async function listenOnLoopback(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function getPort(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
