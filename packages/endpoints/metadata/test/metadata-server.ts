import {
  createServer,
  type HttpResponse,
  type JsonObject,
  type JsonValue,
  type Plugin,
  type Server,
  type ServerOptions,
} from '@oauth/core';
import { isJsonObject, json } from '@oauth/core/plugin';
import { introspection } from '@oauth/endpoint-introspect';
import { metadata, type MetadataOptions } from '@oauth/endpoint-metadata';
import { revocation } from '@oauth/endpoint-revoke';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { implicit } from '@oauth/grant-implicit';
import { password } from '@oauth/grant-password';
import { refresh } from '@oauth/grant-refresh';
import { memoryStore } from '@oauth/store-memory';

export const issuer = 'https://auth.example';
export const callback = 'https://app.example/cb';
export const documentPath = '/.well-known/oauth-authorization-server';

/** An empty key set: the keys are another package's. */
const keySet: Plugin = {
  name: 'key set',
  endpoints: {
    jwks_uri: { path: '/jwks', methods: ['GET'], handle: () => json(200, { keys: [] }) },
  },
};

/** Every plugin of these packages except the document. */
export const allPlugins: readonly Plugin[] = [
  authorizationCode(),
  implicit(),
  clientCredentials(),
  password({ authenticateUser: (subject) => ({ subject }) }),
  refresh(),
  introspection(),
  revocation(),
  keySet,
];

const registration = {
  redirect_uris: [callback],
  scope: 'read write',
  grant_types: [
    'authorization_code',
    'implicit',
    'client_credentials',
    'password',
    'refresh_token',
  ],
  response_types: ['code', 'token'],
};

/** One client for each client authentication method. */
const clients = [
  { ...registration, client_id: 'basic', client_secret: 'secret' },
  {
    ...registration,
    client_id: 'post',
    client_secret: 'secret',
    token_endpoint_auth_method: 'client_secret_post',
  },
  {
    ...registration,
    grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    client_id: 'public',
    token_endpoint_auth_method: 'none',
  },
];

/** A server with the document, and with all plugins unless the options say otherwise. */
export function metadataServer(
  options: MetadataOptions = {},
  { plugins = allPlugins, ...serverOptions }: Partial<ServerOptions> = {},
): Server {
  return createServer<readonly Plugin[]>({
    issuer,
    clients,
    store: memoryStore(),
    scopes: ['read', 'write'],
    authorize: () => ({ approve: { subject: 'alice' } }),
    ...serverOptions,
    plugins: [...plugins, metadata(options)],
  });
}

/** A plugin that adds members to the document. */
export function pluginWithMetadata(name: string, members: JsonObject): Plugin {
  const defined: [string, JsonValue][] = Object.entries(members).flatMap(([member, value]) =>
    value === undefined ? [] : [[member, value]],
  );
  return { name, metadata: () => Object.fromEntries(defined) };
}

export async function requestDocument(
  server: Pick<Server, 'handle'>,
  path: string = documentPath,
  init: RequestInit = {},
): Promise<HttpResponse> {
  return server.handle(new Request(new URL(path, issuer), init));
}

export async function getDocument(
  server: Pick<Server, 'handle'>,
  path?: string,
): Promise<JsonObject> {
  const { status, body } = await requestDocument(server, path);
  if (status !== 200) throw new TypeError(`The response has the status ${status}: ${body}`);
  return parseObject(body);
}

export function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new TypeError(`This is not a JSON object: ${text}`);
  return value;
}

/** The value, which has to be text. */
export function expectText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`This is not text: ${JSON.stringify(value)}`);
}
