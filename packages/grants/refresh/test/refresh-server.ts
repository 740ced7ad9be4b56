import {
  createServer,
  type Hooks,
  type Server,
  type ServerOptions,
  type Store,
  type StoredRecord,
} from '@oauth/core';
import { definePlugin, findToken } from '@oauth/core/plugin';
import { refresh, type RefreshOptions } from '@oauth/grant-refresh';
import { memoryStore } from '@oauth/store-memory';
import {
  fakeClock,
  recordEvents,
  testClient,
  type FakeClock,
  type RecordedEvents,
  type TestClient,
  type TestResponse,
} from '@oauth/testing';

const grant_types = ['urn:test:start', 'refresh_token'];
const registration = { scope: 'read write', grant_types };
export const publicClient = {
  ...registration,
  client_id: 'app',
  token_endpoint_auth_method: 'none',
};
export const clients = [
  publicClient,
  { ...registration, client_id: 'web', client_secret: 'web-secret' },
  {
    ...registration,
    client_id: 'short',
    client_secret: 'short-secret',
    grant_types: ['urn:test:start'],
  },
];

/** Starts grants that can be refreshed; the real grants are other packages. */
const startGrant = {
  name: 'start',
  grants: {
    'urn:test:start': {
      clients: 'any' as const,
      handle: (request: { scope: () => readonly string[] }) => ({
        subject: 'alice',
        scope: request.scope(),
        audience: ['api'],
        details: { acr: '2' },
        refreshable: true,
      }),
    },
  },
};

/** An extension whose parameters repeat, and a method whose credentials differ in each request. */
const extension = definePlugin({
  name: 'extension',
  repeatableParameters: ['resource', 'audience'],
  clientAuthentication: { assertion: { parameters: ['client_assertion'], read: () => undefined } },
});

export interface RefreshServer {
  readonly server: Server;
  readonly clock: FakeClock;
  readonly events: RecordedEvents;
  readonly store: Store;
  /** A public client. */
  readonly app: TestClient;
  /** A confidential client. */
  readonly web: TestClient;
  /** A confidential client that is not registered for the refresh grant. */
  readonly short: TestClient;
  /** Gets the tokens of a new grant for a client, by default `app`. */
  readonly startGrant: (scope?: string, client?: TestClient) => Promise<TestResponse>;
  /** Sends a refresh request of a client, by default `app`. */
  readonly requestRefresh: (
    refreshToken: unknown,
    parameters?: Readonly<Record<string, string | readonly string[]>>,
    client?: TestClient,
  ) => Promise<TestResponse>;
  /** The records of refresh tokens that are neither spent nor expired. */
  readonly findUsableRefreshTokens: () => Promise<readonly StoredRecord[]>;
  /** For each of these tokens, whether the store has it, spent or not. */
  readonly areLive: (...tokens: readonly unknown[]) => Promise<boolean[]>;
}

/** A server with this grant, and its clients. */
export function refreshServer(
  options: RefreshOptions = {},
  wrapStore: (store: Store) => Store = (store) => store,
  hooks: Hooks = {},
  serverOptions: Partial<ServerOptions> = {},
): RefreshServer {
  const clock = fakeClock();
  const events = recordEvents();
  const { store, findInserted } = trackInserts(memoryStore({ clock: clock.nowMs }));
  const server: Server = createServer({
    issuer: 'https://auth.example',
    clients,
    store: wrapStore(store),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    plugins: [refresh(options), startGrant, extension, { name: 'hooks', hooks }],
    ...serverOptions,
  });
  return { server, clock, events, store, ...clientCalls(server, findInserted) };
}

function clientCalls(
  server: Server,
  findInserted: () => Promise<StoredRecord[]>,
): Omit<RefreshServer, 'server' | 'clock' | 'events' | 'store'> {
  const app = testClient(server, { client_id: 'app' });
  return {
    app,
    web: testClient(server, { client_id: 'web', client_secret: 'web-secret' }),
    short: testClient(server, { client_id: 'short', client_secret: 'short-secret' }),
    startGrant: (scope = 'read write', client = app) =>
      client.token({ grant_type: 'urn:test:start', scope }),
    requestRefresh: (token, parameters = {}, client = app) =>
      client.token({
        grant_type: 'refresh_token',
        refresh_token: expectText(token),
        ...parameters,
      }),
    findUsableRefreshTokens: async () =>
      (await findInserted()).filter(
        ({ kind, expiresAt, data }) =>
          kind === 'refresh_token' &&
          data.spentAt === undefined &&
          expiresAt > server.context.now(),
      ),
    areLive: (...tokens) =>
      Promise.all(
        tokens.map(async (token) => {
          if (typeof token !== 'string') return false;
          return (await findToken(server.context, token)) !== undefined;
        }),
      ),
  };
}

/** Wraps a store so that the records that were ever inserted can be found, as they are now. */
function trackInserts(inner: Store): {
  readonly store: Store;
  readonly findInserted: () => Promise<StoredRecord[]>;
} {
  const ids = new Set<string>();
  const store: Store = {
    ...inner,
    commit: (changes) => {
      for (const change of changes) if (change.type === 'insert') ids.add(change.record.id);
      return inner.commit(changes);
    },
  };
  const findInserted = async () => {
    const found = await Promise.all([...ids].map(async (id) => inner.get(id)));
    return found.filter((record) => record !== undefined);
  };
  return { store, findInserted };
}

/** The value, which has to be text. */
export function expectText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`This is not text: ${JSON.stringify(value)}`);
}
