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
const common = { scope: 'read write', grant_types };
export const publicClient = { ...common, client_id: 'app', token_endpoint_auth_method: 'none' };
export const listed = [
  publicClient,
  { ...common, client_id: 'web', client_secret: 'web-secret' },
  { ...common, client_id: 'short', client_secret: 'short-secret', grant_types: ['urn:test:start'] },
];

/** A grant that starts what can be refreshed; the real ones are other packages. */
const start = {
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

export interface RefreshServer {
  readonly server: Server;
  readonly clock: FakeClock;
  readonly events: RecordedEvents;
  readonly store: Store;
  readonly app: TestClient;
  readonly web: TestClient;
  readonly short: TestClient;
  /** Tokens for a client, `app` unless it is said. */
  readonly begin: (scope?: string, client?: TestClient) => Promise<TestResponse>;
  readonly use: (
    refreshToken: unknown,
    parameters?: Readonly<Record<string, string | readonly string[]>>,
    client?: TestClient,
  ) => Promise<TestResponse>;
  /** The refresh tokens at rest that would be taken now. */
  readonly chains: () => Promise<readonly StoredRecord[]>;
  /** Which of these tokens are live, spent or not. */
  readonly live: (...tokens: readonly unknown[]) => Promise<boolean[]>;
}

/** An extension whose parameters repeat, and a method whose credentials differ in each request. */
const extension = definePlugin({
  name: 'extension',
  repeatableParameters: ['resource', 'audience'],
  clientAuthentication: { assertion: { parameters: ['client_assertion'], read: () => undefined } },
});

/** A server with this grant, and its clients. */
export function refreshServer(
  options: RefreshOptions = {},
  wrap: (store: Store) => Store = (store) => store,
  hooks: Hooks = {},
  more: Partial<ServerOptions> = {},
): RefreshServer {
  const clock = fakeClock();
  const events = recordEvents();
  const { store, records } = watched(memoryStore({ clock: clock.nowMs }));
  const server: Server = createServer({
    issuer: 'https://auth.example',
    clients: listed,
    store: wrap(store),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    plugins: [refresh(options), start, extension, { name: 'hooks', hooks }],
    ...more,
  });
  const app = testClient(server, { client_id: 'app' });
  return {
    server,
    clock,
    events,
    store,
    app,
    web: testClient(server, { client_id: 'web', client_secret: 'web-secret' }),
    short: testClient(server, { client_id: 'short', client_secret: 'short-secret' }),
    begin: (scope = 'read write', client = app) =>
      client.token({ grant_type: 'urn:test:start', scope }),
    use: (token, parameters = {}, client = app) =>
      client.token({ grant_type: 'refresh_token', refresh_token: textOf(token), ...parameters }),
    chains: async () =>
      (await records()).filter(
        ({ kind, expiresAt, data }) =>
          kind === 'refresh_token' &&
          data.spentAt === undefined &&
          expiresAt > server.context.now(),
      ),
    live: (...tokens) =>
      Promise.all(
        tokens.map(async (token) => {
          if (typeof token !== 'string') return false;
          return (await findToken(server.context, token)) !== undefined;
        }),
      ),
  };
}

/** A store that knows what was ever inserted. */
function watched(inner: Store): {
  readonly store: Store;
  readonly records: () => Promise<StoredRecord[]>;
} {
  const ids = new Set<string>();
  const store: Store = {
    ...inner,
    commit: (changes) => {
      for (const change of changes) if (change.type === 'insert') ids.add(change.record.id);
      return inner.commit(changes);
    },
  };
  const records = async () => {
    const found = await Promise.all([...ids].map(async (id) => inner.get(id)));
    return found.filter((record) => record !== undefined);
  };
  return { store, records };
}

/** A member of a response that has to be text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`no text: ${JSON.stringify(value)}`);
}
