import {
  createServer,
  type HttpResponse,
  type JsonObject,
  type JsonValue,
  type Plugin,
  type Server,
  type ServerOptions,
} from '@oauth/core';
import { json } from '@oauth/core/plugin';
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
export const wellKnown = '/.well-known/oauth-authorization-server';

/** A key set for those who look; which keys are in it is another package's affair. */
const keys: Plugin = {
  name: 'keys',
  endpoints: {
    jwks_uri: { path: '/jwks', methods: ['GET'], handle: () => json(200, { keys: [] }) },
  },
};

/** Every part that there is, but the document. */
export const everything: readonly Plugin[] = [
  authorizationCode(),
  implicit(),
  clientCredentials(),
  password({ authenticateUser: (subject) => ({ subject }) }),
  refresh(),
  introspection(),
  revocation(),
  keys,
];

const registered = {
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

/** One client for each way to authenticate. */
const clients = [
  { ...registered, client_id: 'basic', client_secret: 'secret' },
  {
    ...registered,
    client_id: 'post',
    client_secret: 'secret',
    token_endpoint_auth_method: 'client_secret_post',
  },
  {
    ...registered,
    grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    client_id: 'public',
    token_endpoint_auth_method: 'none',
  },
];

/** Makes a server with the document, and all other parts unless options say otherwise. */
export function serve(
  options: MetadataOptions = {},
  { plugins = everything, ...others }: Partial<ServerOptions> = {},
): Server {
  return createServer<readonly Plugin[]>({
    issuer,
    clients,
    store: memoryStore(),
    scopes: ['read', 'write'],
    authorize: () => ({ approve: { subject: 'alice' } }),
    ...others,
    plugins: [...plugins, metadata(options)],
  });
}

/** A plugin that says something of its own in the document. */
export function saying(name: string, members: JsonObject): Plugin {
  const said: [string, JsonValue][] = Object.entries(members).flatMap(([member, value]) =>
    value === undefined ? [] : [[member, value]],
  );
  return { name, metadata: () => Object.fromEntries(said) };
}

export async function get(
  server: Pick<Server, 'handle'>,
  path: string = wellKnown,
  init: RequestInit = {},
): Promise<HttpResponse> {
  return server.handle(new Request(new URL(path, issuer), init));
}

/** The document of a server. */
export async function documentOf(
  server: Pick<Server, 'handle'>,
  path?: string,
): Promise<JsonObject> {
  const { status, body } = await get(server, path);
  if (status !== 200) throw new TypeError(`${status}: ${body}`);
  return objectOf(body);
}

export function objectOf(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new TypeError(`no JSON object: ${text}`);
  return value;
}

/** A member that has to be text. */
export function textOf(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new TypeError(`no text: ${JSON.stringify(value)}`);
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
