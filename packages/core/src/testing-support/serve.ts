import type { OAuthEvent } from '../contract/events.js';
import type { HttpRequest, HttpResponse } from '../contract/http.js';
import type { ServerOptions } from '../contract/server-options.js';
import type { Server } from '../contract/server.js';
import { createServer } from '../server/create-server.js';
import { defineGrant } from '../token/define-grant.js';
import { type MapStore, mapStore } from './map-store.js';
import { basic, type Form, type Headers, post } from './requests.js';

export const issuer = 'https://auth.example';
/** Epoch seconds that tests begin at. */
export const start = 1_700_000_000;

/** Grants what is asked for, as the client credentials grant does. */
export const plain = defineGrant({
  name: 'plain',
  grants: { client_credentials: { handle: (request) => ({ scope: request.scope() }) } },
});

const grant_types = ['client_credentials'];
export const clients = [
  { client_id: 'web', client_secret: 'web-secret', grant_types, scope: 'read write' },
  {
    client_id: 'poster',
    client_secret: 'poster-secret',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types,
    scope: 'read',
  },
  { client_id: 'app', token_endpoint_auth_method: 'none', grant_types, scope: 'read' },
  { client_id: 'idle', client_secret: 'idle-secret', grant_types: [] },
];

export interface Served {
  readonly server: Server;
  readonly store: MapStore;
  readonly events: OAuthEvent[];
  /** Moves the server's clock. */
  readonly pass: (seconds: number) => void;
  readonly send: (request: HttpRequest) => Promise<HttpResponse>;
  /** Posts to the token endpoint, as the client `web` unless headers say otherwise. */
  readonly token: (form?: Form, headers?: Headers) => Promise<HttpResponse>;
}

/** A server with one grant, a store to look into, a clock to move and its events. */
export function serve(options: Partial<ServerOptions> = {}): Served {
  const store = mapStore();
  const events: OAuthEvent[] = [];
  let milliseconds = start * 1000;
  const server: Server = createServer({
    issuer,
    clients,
    store,
    plugins: [plain],
    clock: () => milliseconds,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return {
    server,
    store,
    events,
    pass(seconds) {
      milliseconds += seconds * 1000;
    },
    send: (request) => server.handle(request),
    token: (form = { grant_type: 'client_credentials' }, headers = basic('web', 'web-secret')) =>
      server.handle(post('/token', form, headers)),
  };
}
