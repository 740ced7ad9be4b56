import { createServer, type Server, type ServerOptions, type Store } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { authorizationCode, type AuthorizationCodeOptions } from '@oauth/grant-authorization-code';
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

export const issuer = 'https://auth.example';
export const callback = 'https://app.example/cb';

/** The pair of RFC 7636 appendix B. */
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
export const s256 = { code_challenge: challenge, code_challenge_method: 'S256' };

const grant_types = ['authorization_code', 'refresh_token'];
const common = { redirect_uris: [callback], scope: 'read write', grant_types };
export const clients = [
  { ...common, client_id: 'app', token_endpoint_auth_method: 'none' },
  { ...common, client_id: 'web', client_secret: 'web-secret' },
  { ...common, client_id: 'other', client_secret: 'other-secret' },
];

/** Refresh tokens for everybody: the grant itself is another package's. */
const refreshTokens = {
  name: 'refresh tokens',
  refreshTokens: () => ({ expiresAt: 4_000_000_000, data: {} }),
};

export type Query = Readonly<Record<string, string | undefined>>;

export interface CodeServer {
  readonly server: Server;
  readonly clock: FakeClock;
  readonly events: RecordedEvents;
  readonly app: TestClient;
  readonly web: TestClient;
  readonly other: TestClient;
  /** Asks for authorization, which the user gives; returns what comes back in the query. */
  readonly authorize: (query?: Query) => Promise<Readonly<Record<string, string>>>;
  /** A code for a client, `app` unless the query says otherwise. */
  readonly code: (query?: Query) => Promise<string>;
  /** Redeems a code as the client it was given to, `app` unless it is said. */
  readonly redeem: (code: string, parameters?: Query, client?: TestClient) => Promise<TestResponse>;
  /** Which of these tokens are live. */
  readonly live: (...tokens: readonly unknown[]) => Promise<boolean[]>;
}

/** A server with this grant, a user who agrees to everything, and its clients. */
export function codeServer(
  options: AuthorizationCodeOptions = {},
  others: Partial<ServerOptions> & { readonly wrap?: (store: Store) => Store } = {},
): CodeServer {
  const clock = fakeClock();
  const events = recordEvents();
  const { wrap = (store: Store) => store, ...rest } = others;
  const server: Server = createServer({
    issuer,
    clients,
    store: wrap(memoryStore({ clock: clock.nowMs })),
    authorize: () => ({ approve: { subject: 'alice' } }),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    ...rest,
    plugins: [authorizationCode(options), refreshTokens],
  });
  return { ...callsOf(server), server, clock, events };
}

function callsOf(server: Server): Omit<CodeServer, 'server' | 'clock' | 'events'> {
  const app = testClient(server, { client_id: 'app' });
  const authorize = async (query: Query = {}) => {
    const response = await server.handle(new Request(authorizeUrl(query)));
    const location = response.headers['Location'];
    if (typeof location !== 'string') throw new TypeError(`no redirect: ${response.body}`);
    return Object.fromEntries(new URL(location).searchParams);
  };
  return {
    app,
    web: testClient(server, { client_id: 'web', client_secret: 'web-secret' }),
    other: testClient(server, { client_id: 'other', client_secret: 'other-secret' }),
    authorize,
    async code(query) {
      const answer = await authorize(query);
      return answer['code'] ?? `no code: ${JSON.stringify(answer)}`;
    },
    redeem: (code, parameters = {}, client = app) =>
      client.token({
        grant_type: 'authorization_code',
        code,
        redirect_uri: callback,
        code_verifier: verifier,
        ...parameters,
      }),
    live: (...tokens) =>
      Promise.all(
        tokens.map(async (token) => {
          if (typeof token !== 'string') return false;
          return (await findToken(server.context, token)) !== undefined;
        }),
      ),
  };
}

function authorizeUrl(query: Query): string {
  const url = new URL(`${issuer}/authorize`);
  const usual = { client_id: 'app', response_type: 'code', redirect_uri: callback, ...s256 };
  for (const [name, value] of Object.entries<string | undefined>({ ...usual, ...query }))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

/** A member of a response that has to be text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`no text: ${JSON.stringify(value)}`);
}
