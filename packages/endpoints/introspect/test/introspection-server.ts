import {
  createServer,
  type Hooks,
  type JsonObject,
  type Server,
  type StoredRecord,
} from '@oauth/core';
import { isJsonObject, defineGrant, findToken } from '@oauth/core/plugin';
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
export const clientSecret = 'a-secret-of-at-least-32-characters';
const grant_types = ['urn:test:start'];

/** Starts grants for an API, with a refresh token; the real grants are other packages. */
const startGrant = defineGrant({
  name: 'start',
  grants: {
    'urn:test:start': {
      handle: ({ parameters }) => ({
        subject: parameters.get('subject'),
        scope: ['read', 'write'],
        audience: parameters.get('audience')?.split(' '),
        details: parseDetails(parameters.get('details')),
        tokenType: parameters.get('token_type'),
        refreshable: true,
      }),
    },
  },
  refreshTokens: ({ now }) => ({ expiresAt: now + 7200, data: {} }),
});

function parseDetails(text = '{}'): JsonObject | undefined {
  const details: unknown = JSON.parse(text);
  return isJsonObject(details) ? details : undefined;
}

export interface IntrospectionServer {
  readonly server: Server;
  readonly store: MemoryStore;
  readonly clock: FakeClock;
  readonly events: RecordedEvents;
  /** Issues tokens to the client `app`. */
  readonly issueTokens: (parameters?: Readonly<Record<string, string>>) => Promise<IssuedTokens>;
  /** Posts a token to the introspection endpoint as one of the confidential clients. */
  readonly introspect: (
    clientId: string,
    token: string,
    parameters?: Readonly<Record<string, string>>,
  ) => Promise<TestResponse>;
  readonly getRecord: (token: string) => Promise<StoredRecord>;
}

export interface IssuedTokens {
  readonly access: string;
  readonly refresh: string;
}

/** A server with clients `app` (gets tokens), `other`, `api` (sees any token) and `spa` (public). */
export function introspectionServer(
  options?: IntrospectionOptions,
  hooks: Hooks = {},
): IntrospectionServer {
  const clock = fakeClock();
  const store = memoryStore({ clock: clock.nowMs });
  const events = recordEvents();
  const server: Server = createServer({
    issuer,
    clients: [
      { client_id: 'app', client_secret: clientSecret, grant_types },
      { client_id: 'other', client_secret: clientSecret, grant_types },
      { client_id: 'api', client_secret: clientSecret, grant_types, introspects: 'any' },
      { client_id: 'spa', token_endpoint_auth_method: 'none', grant_types },
    ],
    store,
    plugins: [startGrant, introspection(options), { name: 'hooks', hooks }],
    clock: clock.nowMs,
    onEvent: events.onEvent,
  });
  const clientNamed = (client_id: string) =>
    testClient(server, { client_id, client_secret: clientSecret });
  return {
    server,
    store,
    clock,
    events,
    async issueTokens(parameters = { subject: 'alice' }) {
      const { body } = await clientNamed('app').token({
        grant_type: 'urn:test:start',
        ...parameters,
      });
      const { access_token: access, refresh_token: refresh } = body;
      if (typeof access === 'string' && typeof refresh === 'string') return { access, refresh };
      throw new TypeError(`The response has no tokens: ${JSON.stringify(body)}`);
    },
    introspect: (clientId, token, parameters) =>
      clientNamed(clientId).post('/introspect', { token, ...parameters }),
    async getRecord(token) {
      const record = await findToken(server.context, token);
      if (record === undefined) throw new TypeError('The store has no record of the token.');
      return record;
    },
  };
}
