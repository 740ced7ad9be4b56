import { createServer, type JsonObject, type Server, type StoredRecord } from '@oauth/core';
import { findToken, defineGrant, isJsonObject } from '@oauth/core/plugin';
import { introspection, type IntrospectionOptions } from '@oauth/endpoint-introspect';
import { memoryStore, type MemoryStore } from '@oauth/store-memory';
import {
  fakeClock,
  recordEvents,
  testClient,
  type FakeClock,
  type RecordedEvents,
  type TestResponse,
} from '@oauth/testing';

export const issuer = 'https://auth.example';
const secret = 'a-secret-of-at-least-32-characters';
const grant_types = ['any'];

/** Authorizes alice for an API, with a refresh token. */
const any = defineGrant({
  name: 'any',
  grants: {
    any: {
      handle: ({ parameters }) => ({
        subject: parameters.get('subject'),
        scope: ['read', 'write'],
        audience: parameters.get('audience')?.split(' '),
        details: detailsIn(parameters.get('details')),
        refreshable: true,
      }),
    },
  },
  refreshTokens: ({ now }) => ({ expiresAt: now + 7200, data: {} }),
});

function detailsIn(text = '{}'): JsonObject | undefined {
  const details: unknown = JSON.parse(text);
  return isJsonObject(details) ? details : undefined;
}

export interface Served {
  readonly server: Server;
  readonly store: MemoryStore;
  readonly clock: FakeClock;
  readonly events: RecordedEvents;
  /** Issues tokens to the client `app`. */
  readonly issue: (parameters?: Readonly<Record<string, string>>) => Promise<Tokens>;
  /** Asks about a token as one of the clients. */
  readonly ask: (
    clientId: string,
    token: string,
    more?: Readonly<Record<string, string>>,
  ) => Promise<TestResponse>;
  /** The record behind a token. */
  readonly recordOf: (token: string) => Promise<StoredRecord>;
}

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

/** A server with clients `app` (gets tokens), `other`, `api` (sees any token) and `spa` (public). */
export function serve(options?: IntrospectionOptions): Served {
  const clock = fakeClock();
  const store = memoryStore({ clock: clock.nowMs });
  const events = recordEvents();
  const server: Server = createServer({
    issuer,
    clients: [
      { client_id: 'app', client_secret: secret, grant_types },
      { client_id: 'other', client_secret: secret, grant_types },
      { client_id: 'api', client_secret: secret, grant_types, introspects: 'any' },
      { client_id: 'spa', token_endpoint_auth_method: 'none', grant_types },
    ],
    store,
    plugins: [any, introspection(options)],
    clock: clock.nowMs,
    onEvent: events.onEvent,
  });
  const client = (client_id: string) => testClient(server, { client_id, client_secret: secret });
  return {
    server,
    store,
    clock,
    events,
    async issue(parameters = { subject: 'alice' }) {
      const { body } = await client('app').token({ grant_type: 'any', ...parameters });
      const { access_token: access, refresh_token: refresh } = body;
      if (typeof access === 'string' && typeof refresh === 'string') return { access, refresh };
      throw new TypeError(`no tokens: ${JSON.stringify(body)}`);
    },
    ask: (clientId, token, more) => client(clientId).post('/introspect', { token, ...more }),
    async recordOf(token) {
      const record = await findToken(server.context, token);
      if (record === undefined) throw new TypeError('no record');
      return record;
    },
  };
}
