import { createServer, type Plugin, type Server } from '@oauth/core';
import { defineGrant, isJsonObject } from '@oauth/core/plugin';
import { introspection } from '@oauth/endpoint-introspect';
import { memoryStore, type MemoryStore } from '@oauth/store-memory';
import { fakeClock, testClient, type FakeClock } from '@oauth/testing';

export const secret = 'a-secret-of-at-least-32-characters';
/** The URL of the API that tests protect. */
export const resource = 'https://api.example/v1';

/** A grant that authorizes whatever the parameters name. */
const permissiveGrant = defineGrant({
  name: 'any',
  grants: {
    any: {
      handle: ({ parameters }) => {
        const details: unknown = JSON.parse(parameters.get('details') ?? '{}');
        return {
          subject: parameters.get('subject'),
          scope: parameters.get('scope')?.split(' ') ?? [],
          audience: parameters.get('audience')?.split(' '),
          details: isJsonObject(details) ? details : undefined,
          refreshable: true,
        };
      },
    },
  },
  refreshTokens: ({ now }) => ({ expiresAt: now + 86_400, data: {} }),
});

/** Parameters of a token request. */
export type TokenParameters = Readonly<
  Record<'subject' | 'scope' | 'audience' | 'details', string>
>;

export interface IssuedTokens {
  readonly access: string;
  readonly refresh: string;
}

export interface Issuer {
  readonly server: Server;
  readonly store: MemoryStore;
  readonly clock: FakeClock;
  /** Tokens of alice for the API with scope `read`, unless the parameters differ. */
  readonly issueTokens: (parameters?: Partial<TokenParameters>) => Promise<IssuedTokens>;
}

export interface IssuerOptions {
  readonly issuer?: string;
  readonly plugins?: readonly Plugin[];
  readonly clock?: FakeClock;
}

/** An authorization server with the clients `app` (gets tokens) and `api` (may introspect all tokens). */
export function testIssuer(options: IssuerOptions = {}): Issuer {
  const { issuer = 'https://auth.example', plugins = [], clock = fakeClock() } = options;
  const store = memoryStore({ clock: clock.nowMs });
  const server = createServer<readonly Plugin[]>({
    issuer,
    clients: [
      { client_id: 'app', client_secret: secret, grant_types: ['any', 'refresh_token'] },
      { client_id: 'api', client_secret: secret, grant_types: ['any'], introspects: 'any' },
    ],
    store,
    plugins: [permissiveGrant, introspection(), ...plugins],
    clock: clock.nowMs,
  });
  const app = testClient(server, { client_id: 'app', client_secret: secret });
  return {
    server,
    store,
    clock,
    async issueTokens(parameters) {
      const all = { subject: 'alice', scope: 'read', audience: resource, ...parameters };
      const { body, text } = await app.token({ grant_type: 'any', ...all });
      const { access_token: access, refresh_token: refresh } = body;
      if (typeof access === 'string' && typeof refresh === 'string') return { access, refresh };
      throw new TypeError(`no tokens: ${text}`);
    },
  };
}
