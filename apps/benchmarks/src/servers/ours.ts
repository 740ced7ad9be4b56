import { createServer, type HttpRequest } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { refresh } from '@oauth/grant-refresh';
import { memoryStore, type MemoryStore } from '@oauth/store-memory';
import { api, resource, service, webApp } from '../clients.js';

/** A server of this project, with what it stores in. */
export interface Ours {
  readonly server: ReturnType<typeof makeServer>;
  readonly store: MemoryStore;
}

/** Makes request bodies for one, `count` where each can be used once only. */
export type MakeBodies = (ours: Ours, count: number) => Promise<readonly string[]>;

/** The server that everything of ours is measured on. */
export function makeOurs(): Ours {
  const store = memoryStore();
  return { store, server: makeServer(store) };
}

function makeServer(store: MemoryStore) {
  return createServer({
    issuer: 'https://auth.example',
    store,
    clients: [
      {
        client_id: service.id,
        client_secret: service.secret,
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['client_credentials'],
        scope: service.scope,
      },
      {
        client_id: webApp.id,
        client_secret: webApp.secret,
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [webApp.redirectUri],
        scope: webApp.scope,
      },
      { client_id: api.id, client_secret: api.secret, grant_types: [], introspects: 'any' },
    ],
    plugins: [clientCredentials(), authorizationCode(), refresh(), introspection()],
    authorize: () => ({ approve: { subject: 'alice', audience: [resource] } }),
  });
}

/** Drops everything stored. */
export async function empty({ store }: Ours): Promise<void> {
  await store.purge(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
}

/** A form as `server.handle` takes it from an adapter. */
export function formRequest(
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): HttpRequest {
  const byName = new Map(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method: 'POST',
    url: path,
    headers: { get: (name) => byName.get(name) ?? null },
    text: () => body,
  };
}

/** What a browser asks for. */
export function pageRequest(url: string): HttpRequest {
  return { method: 'GET', url, headers: { get: () => null }, text: () => '' };
}
