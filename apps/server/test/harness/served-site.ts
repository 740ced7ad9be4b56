import { createServer } from 'node:http';
import { getPort, listen } from '@oauth/app-kit/listen';
import { requestListener } from '../../src/http/request-listener.js';
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
export async function serveSite(changes: object = {}): Promise<ServedSite> {
  const client = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://local.invalid');
    // Many clients redirect to another of their hosts; the CSP's form-action must allow that.
    if (pathname === '/callback')
      response.writeHead(303, { Location: `http://localhost:${getPort(client)}/welcome${search}` });
    else response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end('<title>The client</title><h1>Welcome back</h1>');
  });
  const server = createServer();
  const callback = `http://127.0.0.1:${await listen(client)}/callback`;
  const issuer = `http://localhost:${await listen(server)}`;
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
    ...changes,
  });
  server.on(
    'request',
    requestListener(site.app, site.config, (error) => {
      throw error;
    }),
  );
  return {
    site,
    issuer,
    callback,
    async close() {
      for (const http of [client, server]) {
        http.closeAllConnections();
        await new Promise((resolve) => http.close(resolve));
      }
    },
  };
}
