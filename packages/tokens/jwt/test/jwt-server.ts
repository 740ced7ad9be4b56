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

/** A grant that authorizes whatever the parameters name. */
const permissiveGrant = defineGrant({
  name: 'any',
  grants: {
    any: {
      handle: ({ parameters }) => ({
        subject: parameters.get('subject'),
        scope: parameters.get('scope')?.split(' ') ?? [],
        audience: parameters.get('audience')?.split(' '),
        details: parseObject(parameters.get('details') ?? '{}'),
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
  readonly otherClient: TestClient;
  /** Tokens of alice with scope `read`, unless the parameters differ. */
  readonly issueTokens: (parameters?: Readonly<Record<string, string>>) => Promise<Tokens>;
  /** The introspection response about a token. */
  readonly introspect: (token: string) => Promise<JsonObject>;
}

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

export interface JwtServerSetup {
  readonly tokens?: Partial<JwtAccessTokensOptions>;
  readonly server?: Partial<ServerOptions>;
  readonly plugins?: readonly Plugin[];
  readonly clock?: FakeClock;
  readonly store?: MemoryStore;
}

/** A key ring that never changes: of these keys, or of one ES256 key. */
export async function fixedKeys(...keys: readonly StoredKey[]): Promise<KeyRing> {
  const stored = keys.length > 0 ? keys : [await generateSigningKey('ES256', 0)];
  return keyRing({ load: () => stored });
}

/** A server whose access tokens are JWTs. */
export async function jwtServer(setup: JwtServerSetup = {}): Promise<JwtServer> {
  const { clock = fakeClock() } = setup;
  const { store = memoryStore({ clock: clock.nowMs }) } = setup;
  const events = recordEvents();
  const keys = setup.tokens?.keys ?? (await fixedKeys());
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
    plugins: jwtPlugins(setup, keys),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    ...setup.server,
  });
  return { server, keys, store, clock, events, ...clientsOf(server) };
}

function jwtPlugins({ tokens, plugins = [] }: JwtServerSetup, keys: KeyRing): readonly Plugin[] {
  const accessTokens = jwtAccessTokens({ audience, ...tokens, keys });
  return [permissiveGrant, refresh(), introspection(), revocation(), accessTokens, ...plugins];
}

function clientsOf(
  server: Server,
): Pick<JwtServer, 'app' | 'otherClient' | 'issueTokens' | 'introspect'> {
  const client = (client_id: string) => testClient(server, { client_id, client_secret });
  const app = client('app');
  return {
    app,
    otherClient: client('other'),
    async issueTokens(parameters) {
      const defaults = { grant_type: 'any', subject: 'alice', scope: 'read' };
      return readTokens(await app.token({ ...defaults, ...parameters }));
    },
    async introspect(token) {
      const { body } = await client('api').post('/introspect', { token });
      return body;
    },
  };
}

/** The tokens of a response. */
export function readTokens({ body, text }: TestResponse): Tokens {
  const { access_token: access, refresh_token: refresh } = body;
  if (typeof access === 'string' && typeof refresh === 'string') return { access, refresh };
  throw new TypeError(`no tokens: ${text}`);
}

/** Parses JSON text that must hold an object. */
export function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (isJsonObject(value)) return value;
  throw new TypeError(`no object: ${text}`);
}

/** Header and payload of a token, without verifying its signature. */
export function decodeToken(token: string): { header: JsonObject; claims: JsonObject } {
  const [header = '', payload = ''] = token.split('.');
  const decode = (part: string) => parseObject(Buffer.from(part, 'base64url').toString());
  return { header: decode(header), claims: decode(payload) };
}

/** The keys that the server publishes. */
export async function fetchPublicKeys({
  server,
}: Pick<JwtServer, 'server'>): Promise<JsonObject[]> {
  const { body } = await server.handle(new Request(`${issuer}/jwks`));
  const { keys } = parseObject(body);
  if (!Array.isArray(keys)) throw new TypeError(`no keys: ${body}`);
  return keys.map((key) => parseObject(JSON.stringify(key)));
}

/** The jti of a token. */
export function getJti(token: string): string {
  const { jti } = decodeToken(token).claims;
  return typeof jti === 'string' ? jti : '';
}
