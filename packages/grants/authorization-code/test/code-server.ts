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
export const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };

const grant_types = ['authorization_code', 'refresh_token'];
const registration = { redirect_uris: [callback], scope: 'read write', grant_types };
export const clients = [
  { ...registration, client_id: 'app', token_endpoint_auth_method: 'none' },
  { ...registration, client_id: 'web', client_secret: 'web-secret' },
  { ...registration, client_id: 'other', client_secret: 'other-secret' },
];

/** Gives every grant a refresh token; the refresh grant itself is another package. */
const refreshTokens = {
  name: 'refresh tokens',
  refreshTokens: () => ({ expiresAt: 4_000_000_000, data: {} }),
};

export type Query = Readonly<Record<string, string | undefined>>;

export interface CodeServer {
  readonly server: Server;
  readonly clock: FakeClock;
  readonly events: RecordedEvents;
  /** A public client. */
  readonly app: TestClient;
  /** Two confidential clients. */
  readonly web: TestClient;
  readonly other: TestClient;
  /** Sends an authorization request that the user approves; returns the query it redirects to. */
  readonly authorize: (query?: Query) => Promise<Readonly<Record<string, string>>>;
  /** Gets a code for a client, `app` unless the query has another `client_id`. */
  readonly requestCode: (query?: Query) => Promise<string>;
  /** Redeems a code as a client, by default `app`. */
  readonly redeemCode: (
    code: string,
    parameters?: Query,
    client?: TestClient,
  ) => Promise<TestResponse>;
  /** For each of these tokens, whether the store has it. */
  readonly areLive: (...tokens: readonly unknown[]) => Promise<boolean[]>;
}

export interface ServerParts extends Partial<ServerOptions> {
  readonly wrapStore?: (store: Store) => Store;
}

/** A server with this grant, and clients whose user approves every request. */
export function codeServer(
  options: AuthorizationCodeOptions = {},
  { wrapStore = (store) => store, ...serverOptions }: ServerParts = {},
): CodeServer {
  const clock = fakeClock();
  const events = recordEvents();
  const server: Server = createServer({
    issuer,
    clients,
    store: wrapStore(memoryStore({ clock: clock.nowMs })),
    authorize: () => ({ approve: { subject: 'alice' } }),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    ...serverOptions,
    plugins: [authorizationCode(options), refreshTokens],
  });
  return { ...clientCalls(server), server, clock, events };
}

function clientCalls(server: Server): Omit<CodeServer, 'server' | 'clock' | 'events'> {
  const app = testClient(server, { client_id: 'app' });
  const authorize = async (query: Query = {}) => {
    const response = await server.handle(new Request(buildAuthorizationUrl(query)));
    const location = response.headers['Location'];
    if (typeof location !== 'string')
      throw new TypeError(`The response is not a redirect: ${response.body}`);
    return Object.fromEntries(new URL(location).searchParams);
  };
  return {
    app,
    web: testClient(server, { client_id: 'web', client_secret: 'web-secret' }),
    other: testClient(server, { client_id: 'other', client_secret: 'other-secret' }),
    authorize,
    async requestCode(query) {
      const parameters = await authorize(query);
      return parameters['code'] ?? `no code: ${JSON.stringify(parameters)}`;
    },
    redeemCode: (code, parameters = {}, client = app) =>
      client.token({
        grant_type: 'authorization_code',
        code,
        redirect_uri: callback,
        code_verifier: verifier,
        ...parameters,
      }),
    areLive: (...tokens) =>
      Promise.all(
        tokens.map(async (token) => {
          if (typeof token !== 'string') return false;
          return (await findToken(server.context, token)) !== undefined;
        }),
      ),
  };
}

function buildAuthorizationUrl(query: Query): string {
  const url = new URL(`${issuer}/authorize`);
  const defaults = { client_id: 'app', response_type: 'code', redirect_uri: callback, ...pkce };
  for (const [name, value] of Object.entries<string | undefined>({ ...defaults, ...query }))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

/** The value, which has to be text. */
export function expectText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`This is not text: ${JSON.stringify(value)}`);
}
