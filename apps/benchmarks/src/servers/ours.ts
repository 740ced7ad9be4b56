import assert from 'node:assert/strict';
import { createServer, type HttpRequest, type HttpResponse } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore, type MemoryStore } from '@oauth/store-memory';
import { api, form, service, tokenRequestBody } from '../clients.js';

/** A server of this project, with what it stores in. */
export interface Ours {
  readonly server: ReturnType<typeof makeServer>;
  readonly store: MemoryStore;
}

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
      { client_id: api.id, client_secret: api.secret, grant_types: [], introspects: 'any' },
    ],
    plugins: [clientCredentials(), introspection()],
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
    text: async () => body,
  };
}

/** The text of a new token. */
export async function issueToken({ server }: Ours): Promise<string> {
  return tokenOf(await server.handle(formRequest('/token', form, tokenRequestBody)));
}

function tokenOf({ status, body }: HttpResponse): string {
  assert.equal(status, 200, body);
  const [, token] = /"access_token":"([^"]+)"/.exec(body) ?? [];
  assert.ok(token !== undefined, body);
  return token;
}
