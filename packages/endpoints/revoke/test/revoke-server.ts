import { createHash } from 'node:crypto';
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
const code_verifier = 'a'.repeat(43);
const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');

const registered = {
  redirect_uris: [callback],
  scope: 'read write',
  grant_types: ['authorization_code', 'refresh_token'],
};
const clients = [
  { ...registered, client_id: 'spa', token_endpoint_auth_method: 'none' },
  { ...registered, client_id: 'web', client_secret: 'web-secret' },
  { ...registered, client_id: 'other', client_secret: 'other-secret' },
];

export interface Pair {
  readonly access: string;
  readonly refresh: string;
}

export interface RevokeServer {
  readonly server: Server;
  readonly clock: FakeClock;
  readonly events: RecordedEvents;
  /** The clients: one public, two confidential. */
  readonly spa: TestClient;
  readonly web: TestClient;
  readonly other: TestClient;
  /** An authorization code for a client that is not redeemed. */
  readonly code: (clientId: string) => Promise<string>;
  /** Tokens of a new grant. */
  readonly tokens: (clientId: 'spa' | 'web' | 'other') => Promise<Pair>;
  readonly refreshed: (client: TestClient, token: string) => Promise<Pair>;
  /** Which of these tokens can be used. */
  readonly live: (...tokens: readonly string[]) => Promise<boolean[]>;
}

export interface Others {
  readonly plugins?: readonly Plugin[];
  readonly wrap?: (store: Store) => Store;
}

/** A server that revokes, with clients whose user agrees to everything. */
export function revokeServer(options: RevocationOptions = {}, others: Others = {}): RevokeServer {
  const { plugins = [], wrap = (store: Store) => store } = others;
  const clock = fakeClock();
  const events = recordEvents();
  const server = createServer<readonly Plugin[]>({
    issuer,
    clients,
    store: wrap(memoryStore({ clock: clock.nowMs })),
    authorize: () => ({ approve: { subject: 'alice' } }),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    plugins: [authorizationCode(), refresh(), revocation(options), ...plugins],
  });
  const client = (client_id: string) => testClient(server, { client_id });
  const secret = (client_id: string) =>
    testClient(server, { client_id, client_secret: `${client_id}-secret` });
  const all = { spa: client('spa'), web: secret('web'), other: secret('other') };
  const code = (clientId: string) => authorize(server, clientId);
  return {
    ...all,
    server,
    clock,
    events,
    code,
    async tokens(clientId) {
      const parameters = { code: await code(clientId), redirect_uri: callback, code_verifier };
      return pair(await all[clientId].token({ grant_type: 'authorization_code', ...parameters }));
    },
    refreshed: async (who, refresh_token) =>
      pair(await who.token({ grant_type: 'refresh_token', refresh_token })),
    live: (...tokens) =>
      Promise.all(
        tokens.map(async (token) => {
          const record = await findToken(server.context, token);
          return record !== undefined && record.data.spentAt === undefined;
        }),
      ),
  };
}

async function authorize(server: Server, client_id: string): Promise<string> {
  const query = new URLSearchParams({
    client_id,
    response_type: 'code',
    redirect_uri: callback,
    code_challenge,
    code_challenge_method: 'S256',
  });
  const request = new Request(`${issuer}/authorize?${query.toString()}`);
  const { headers, body } = await server.handle(request);
  const code = new URL(String(headers['Location'])).searchParams.get('code');
  if (code === null) throw new TypeError(`no code: ${body}`);
  return code;
}

function pair({ body, text }: TestResponse): Pair {
  const { access_token: access, refresh_token: refresh } = body;
  if (typeof access !== 'string' || typeof refresh !== 'string')
    throw new TypeError(`no tokens: ${text}`);
  return { access, refresh };
}
