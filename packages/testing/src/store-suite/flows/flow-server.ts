import { createServer } from '@oauth/core';
import { findToken, type Plugin, type Store } from '@oauth/core/plugin';
import { codeFlow } from '../../code-flow.js';
import type { FakeClock } from '../../fake-clock.js';
import type { TestResponse } from '../../test-client.js';

/** A server on the store, with a client that the user approves. */
export interface FlowServer {
  readonly requestCode: () => Promise<string>;
  readonly exchangeCode: (code: string) => Promise<TestResponse>;
  readonly refreshTokens: (refreshToken: string) => Promise<TestResponse>;
  /** Whether core takes a token for live. */
  readonly isLive: (token: string) => Promise<boolean>;
}

const issuer = 'https://auth.example';
const client = { client_id: 'app', redirect_uris: ['https://app.example/cb'], scope: 'read' };

/** A server with the grants, as each process of an app has one. */
export function flowServer(grants: readonly Plugin[], store: Store, clock: FakeClock): FlowServer {
  const server = createServer({
    issuer,
    clients: [
      {
        ...client,
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'none',
      },
    ],
    store,
    plugins: grants,
    authorize: () => ({ approve: { subject: 'alice' } }),
    clock: clock.nowMs,
  });
  const flow = codeFlow(server, {
    client_id: client.client_id,
    redirect_uri: client.redirect_uris[0] ?? '',
    authorizationEndpoint: `${issuer}/authorize`,
  });
  return {
    requestCode: flow.requestCode,
    exchangeCode: flow.exchangeCode,
    refreshTokens: flow.refreshTokens,
    isLive: async (token) => (await findToken(server.context, token)) !== undefined,
  };
}

/** Reads a token from a response; throws when it has none. */
export function readToken(
  response: TestResponse,
  member: 'access_token' | 'refresh_token' = 'refresh_token',
): string {
  const token = response.body[member];
  if (typeof token === 'string') return token;
  throw new Error(`No ${member} in ${response.status} ${response.text}`);
}
