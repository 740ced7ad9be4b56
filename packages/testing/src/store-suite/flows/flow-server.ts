import { createServer } from '@oauth/core';
import { findToken, type Plugin, type Store } from '@oauth/core/plugin';
import type { FakeClock } from '../../fake-clock.js';
import { testClient, type TestResponse } from '../../test-client.js';

/** A server on the store, and a client that a user lets in. */
export interface FlowServer {
  /** A code, as the user's browser brings it to the client. */
  readonly authorize: () => Promise<string>;
  readonly exchange: (code: string) => Promise<TestResponse>;
  readonly refresh: (token: string) => Promise<TestResponse>;
  /** Whether core takes a token for live. */
  readonly isLive: (token: string) => Promise<boolean>;
}

const issuer = 'https://auth.example';
const redirect_uri = 'https://app.example/cb';
const client_id = 'app';

/** The pair of RFC 7636 appendix B. */
const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const query = new URLSearchParams({
  client_id,
  redirect_uri,
  response_type: 'code',
  code_challenge,
  code_challenge_method: 'S256',
});

/** A server with the grants, as a process of the app would have it. */
export function flowServer(grants: readonly Plugin[], store: Store, clock: FakeClock): FlowServer {
  const grant_types = ['authorization_code', 'refresh_token'];
  const client = { client_id, redirect_uris: [redirect_uri], scope: 'read', grant_types };
  const server = createServer({
    issuer,
    clients: [{ ...client, token_endpoint_auth_method: 'none' }],
    store,
    plugins: grants,
    authorize: () => ({ approve: { subject: 'alice' } }),
    clock: clock.nowMs,
  });
  const app = testClient(server, { client_id });
  return {
    async authorize() {
      const request = new Request(`${issuer}/authorize?${query.toString()}`);
      const { headers, body } = await server.handle(request);
      const code = new URL(String(headers['Location'] ?? issuer)).searchParams.get('code');
      if (code === null) throw new Error(`No code came back: ${body}`);
      return code;
    },
    exchange: (code) =>
      app.token({ grant_type: 'authorization_code', code, redirect_uri, code_verifier }),
    refresh: (refresh_token) => app.token({ grant_type: 'refresh_token', refresh_token }),
    isLive: async (token) => (await findToken(server.context, token)) !== undefined,
  };
}

/** A token of a response. */
export function tokenIn(response: TestResponse, member = 'refresh_token'): string {
  const token = response.body[member];
  if (typeof token === 'string') return token;
  throw new Error(`No ${member} in ${response.status} ${response.text}`);
}
