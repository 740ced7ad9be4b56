import {
  createServer,
  type JsonObject,
  type Plugin,
  type Server,
  type ServerOptions,
} from '@oauth/core';
import { defineGrant, isJsonObject } from '@oauth/core/plugin';
import { introspection } from '@oauth/endpoint-introspect';
import { revocation } from '@oauth/endpoint-revoke';
import { refresh } from '@oauth/grant-refresh';
import { memoryStore, type MemoryStore } from '@oauth/store-memory';
import {
  fakeClock,
  recordEvents,
  testClient,
  type FakeClock,
  type RecordedEvents,
  type TestClient,
  type TestResponse,
} from '@oauth/testing';
import {
  generateSigningKey,
  jwtAccessTokens,
  keyRing,
  type JwtAccessTokensOptions,
  type KeyRing,
  type StoredKey,
} from '@oauth/token-jwt';

export const issuer = 'https://auth.example';
export const audience = 'https://api.example';
const client_secret = 'a-secret-of-at-least-32-characters';
const grant_types = ['any', 'refresh_token'];

/** Authorizes what the parameters say. */
const any = defineGrant({
  name: 'any',
  grants: {
    any: {
      handle: ({ parameters }) => ({
        subject: parameters.get('subject'),
        scope: parameters.get('scope')?.split(' ') ?? [],
        audience: parameters.get('audience')?.split(' '),
        details: objectIn(parameters.get('details') ?? '{}'),
        refreshable: true,
      }),
    },
  },
});

export interface JwtServer {
  readonly server: Server;
  readonly keys: KeyRing;
  readonly store: MemoryStore;
  readonly clock: FakeClock;
  readonly events: RecordedEvents;
  readonly app: TestClient;
  readonly other: TestClient;
  /** Tokens of alice with scope `read`, unless asked for otherwise. */
  readonly issue: (asked?: Readonly<Record<string, string>>) => Promise<Tokens>;
  /** What introspection says of a token. */
  readonly ask: (token: string) => Promise<JsonObject>;
}

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

export interface JwtServerOptions {
  readonly tokens?: Partial<JwtAccessTokensOptions>;
  readonly server?: Partial<ServerOptions>;
  readonly plugins?: readonly Plugin[];
  readonly clock?: FakeClock;
  readonly store?: MemoryStore;
}

/** Keys that do not change: one ES256 key, unless told otherwise. */
export async function fixedKeys(...keys: readonly StoredKey[]): Promise<KeyRing> {
  const stored = keys.length > 0 ? keys : [await generateSigningKey('ES256', 0)];
  return keyRing({ load: () => stored });
}

/** A server whose access tokens are JWTs. */
export async function jwtServer(options: JwtServerOptions = {}): Promise<JwtServer> {
  const { clock = fakeClock(), plugins = [] } = options;
  const { store = memoryStore({ clock: clock.nowMs }) } = options;
  const events = recordEvents();
  const keys = options.tokens?.keys ?? (await fixedKeys());
  const server = createServer<readonly Plugin[]>({
    issuer,
    clients: ['app', 'other', 'api'].map((client_id) => ({
      client_id,
      client_secret,
      grant_types,
      scope: 'read write',
      introspects: client_id === 'api' ? 'any' : 'own',
    })),
    store,
    plugins: [
      any,
      refresh(),
      introspection(),
      revocation(),
      jwtAccessTokens({ audience, ...options.tokens, keys }),
      ...plugins,
    ],
    clock: clock.nowMs,
    onEvent: events.onEvent,
    ...options.server,
  });
  const client = (client_id: string) => testClient(server, { client_id, client_secret });
  const app = client('app');
  return {
    server,
    keys,
    store,
    clock,
    events,
    app,
    other: client('other'),
    async issue(asked) {
      return pair(
        await app.token({ grant_type: 'any', subject: 'alice', scope: 'read', ...asked }),
      );
    },
    async ask(token) {
      const { body } = await client('api').post('/introspect', { token });
      return body;
    },
  };
}

/** The tokens of a response. */
export function pair({ body, text }: TestResponse): Tokens {
  const { access_token: access, refresh_token: refresh } = body;
  if (typeof access === 'string' && typeof refresh === 'string') return { access, refresh };
  throw new TypeError(`no tokens: ${text}`);
}

/** The object that JSON text holds. */
export function objectIn(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (isJsonObject(value)) return value;
  throw new TypeError(`no object: ${text}`);
}

/** Header and payload of a token, whatever its signature. */
export function partsOf(token: string): { header: JsonObject; claims: JsonObject } {
  const [header = '', payload = ''] = token.split('.');
  const decode = (part: string) => objectIn(Buffer.from(part, 'base64url').toString());
  return { header: decode(header), claims: decode(payload) };
}

/** The key set that the server publishes. */
export async function publishedKeys({ server }: Pick<JwtServer, 'server'>): Promise<JsonObject[]> {
  const { body } = await server.handle(new Request(`${issuer}/jwks`));
  const { keys } = objectIn(body);
  if (!Array.isArray(keys)) throw new TypeError(`no keys: ${body}`);
  return keys.map((key) => objectIn(JSON.stringify(key)));
}

/** The jti of a token. */
export function jtiOf(token: string): string {
  const { jti } = partsOf(token).claims;
  return typeof jti === 'string' ? jti : '';
}
