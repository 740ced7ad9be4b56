import { createServer, type Plugin, type Server, type Store } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { revocation, type RevocationOptions } from '@oauth/endpoint-revoke';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
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
const callback = 'https://app.example/cb';

/** The pair of RFC 7636 appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const registration = {
  redirect_uris: [callback],
  scope: 'read write',
  grant_types: ['authorization_code', 'refresh_token'],
};
const clients = [
  { ...registration, client_id: 'spa', token_endpoint_auth_method: 'none' },
  { ...registration, client_id: 'web', client_secret: 'web-secret' },
  { ...registration, client_id: 'other', client_secret: 'other-secret' },
];

export interface IssuedTokens {
  readonly access: string;
  readonly refresh: string;
}

export interface RevokeServer {
  readonly server: Server;
  readonly clock: FakeClock;
  readonly events: RecordedEvents;
  /** A public client. */
  readonly spa: TestClient;
  /** Two confidential clients. */
  readonly web: TestClient;
  readonly other: TestClient;
  /** Gets an authorization code for a client, and does not redeem it. */
  readonly requestCode: (clientId: string) => Promise<string>;
  /** Gets the tokens of a new grant. */
  readonly issueTokens: (clientId: 'spa' | 'web' | 'other') => Promise<IssuedTokens>;
  readonly refreshTokens: (client: TestClient, refreshToken: string) => Promise<IssuedTokens>;
  /** For each of these tokens, whether it can be used. */
  readonly areLive: (...tokens: readonly string[]) => Promise<boolean[]>;
}

export interface ServerParts {
  readonly plugins?: readonly Plugin[];
  readonly wrapStore?: (store: Store) => Store;
}

/** A server that revokes, with clients whose user approves every request. */
export function revokeServer(
  options: RevocationOptions = {},
  parts: ServerParts = {},
): RevokeServer {
  const { plugins = [], wrapStore = (store: Store) => store } = parts;
  const clock = fakeClock();
  const events = recordEvents();
  const server = createServer<readonly Plugin[]>({
    issuer,
    clients,
    store: wrapStore(memoryStore({ clock: clock.nowMs })),
    authorize: () => ({ approve: { subject: 'alice' } }),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    plugins: [authorizationCode(), refresh(), revocation(options), ...plugins],
  });
  return { server, clock, events, ...clientCalls(server) };
}

function clientCalls(server: Server): Omit<RevokeServer, 'server' | 'clock' | 'events'> {
  const testClients = {
    spa: testClient(server, { client_id: 'spa' }),
    web: testClient(server, { client_id: 'web', client_secret: 'web-secret' }),
    other: testClient(server, { client_id: 'other', client_secret: 'other-secret' }),
  };
  return {
    ...testClients,
    requestCode: (clientId) => requestCode(server, clientId),
    async issueTokens(clientId) {
      const response = await testClients[clientId].token({
        grant_type: 'authorization_code',
        code: await requestCode(server, clientId),
        redirect_uri: callback,
        code_verifier: verifier,
      });
      return getIssuedTokens(response);
    },
    refreshTokens: async (client, refresh_token) =>
      getIssuedTokens(await client.token({ grant_type: 'refresh_token', refresh_token })),
    areLive: (...tokens) =>
      Promise.all(
        tokens.map(async (token) => {
          const record = await findToken(server.context, token);
          return record !== undefined && record.data.spentAt === undefined;
        }),
      ),
  };
}

async function requestCode(server: Server, client_id: string): Promise<string> {
  const query = new URLSearchParams({
    client_id,
    response_type: 'code',
    redirect_uri: callback,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const request = new Request(`${issuer}/authorize?${query.toString()}`);
  const { headers, body } = await server.handle(request);
  const code = new URL(String(headers['Location'])).searchParams.get('code');
  if (code === null) throw new TypeError(`The redirect has no code: ${body}`);
  return code;
}

function getIssuedTokens({ body, text }: TestResponse): IssuedTokens {
  const { access_token: access, refresh_token: refresh } = body;
  if (typeof access !== 'string' || typeof refresh !== 'string')
    throw new TypeError(`The response has no tokens: ${text}`);
  return { access, refresh };
}
