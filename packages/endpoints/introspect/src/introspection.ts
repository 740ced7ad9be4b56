import {
  andThen,
  checkOptionNames,
  clientEndpoint,
  collectTokenClaims,
  findToken,
  json,
  type Awaitable,
  type Client,
  type ClientRequest,
  type Endpoint,
  type HttpResponse,
  type JsonObject,
  type OptionNames,
  type Plugin,
  type ServerContext,
  type StoredRecord,
} from '@oauth/core/plugin';
import type { EventReasons } from './reasons.js';

declare module '@oauth/core/plugin' {
  interface Client {
    /**
     * Which tokens the client may introspect. `own`, the default: tokens that were issued to it or
     * have its `client_id` in their audience. `any`: all tokens, for a resource server that they
     * are all meant for.
     */
    readonly introspects?: 'own' | 'any' | undefined;
  }
}

/** Options of {@link introspection}: which client sees which token, and which claims. */
export interface IntrospectionOptions {
  /**
   * Decides whether a client may introspect a token, instead of the client's `introspects`. The
   * response for a token that it may not introspect is that for an unknown token.
   */
  readonly canIntrospect?:
    ((client: Client, record: StoredRecord) => Awaitable<boolean>) | undefined;
  /**
   * Members to add to the response for an active token, such as `username`. They do not replace
   * the endpoint's own members, among which are `auth_time`, `acr`, `amr`, `act` and `cnf` where
   * the grant has them in its `details`, and those of the hook `tokenClaims`.
   */
  readonly claims?: ((record: StoredRecord, client: Client) => Awaitable<JsonObject>) | undefined;
}

const optionNames: OptionNames<IntrospectionOptions> = { canIntrospect: true, claims: true };

/** What {@link introspection} returns. */
export interface IntrospectionPlugin {
  readonly name: string;
  readonly endpoints: { readonly introspection_endpoint: Endpoint };
  readonly check: NonNullable<Plugin['check']>;
  readonly checkClient: NonNullable<Plugin['checkClient']>;
  readonly metadata: NonNullable<Plugin['metadata']>;
}

/**
 * The introspection endpoint tells a resource server what an access or refresh token stands for.
 * Only confidential clients may use it. A token that is unknown, expired, revoked, spent or not for
 * the client to see gets `{"active":false}` and nothing else.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2
 */
export function introspection(options: IntrospectionOptions = {}): IntrospectionPlugin {
  return {
    name: '@oauth/endpoint-introspect',
    endpoints: {
      introspection_endpoint: clientEndpoint({
        path: '/introspect',
        clients: 'confidential',
        handle: (request, server) => introspectToken(request, server, options),
      }),
    },
    check: (_server, check) => checkOptionNames(options, optionNames, check, 'introspection.'),
    checkClient({ introspects = 'own' }, _server, check) {
      const isKnown = ['own', 'any'].includes(introspects);
      check(isKnown, 'introspects', `must be own or any, not ${introspects}`);
    },
    metadata: ({ clientAuthentication }) => ({
      introspection_endpoint_auth_methods_supported: [...clientAuthentication.keys()].filter(
        (method) => method !== 'none',
      ),
    }),
  };
}

const inactiveResponse = json(200, { active: false });

/** The store may read from a replica: a token that was just revoked may be shown for moments. */
const readHint = { stale: true };

function introspectToken(
  { parameters, client }: ClientRequest,
  server: ServerContext,
  options: IntrospectionOptions,
): Awaitable<HttpResponse> {
  return andThen(findToken(server, parameters.required('token'), readHint), (record) =>
    introspectRecord(record, client, server, options),
  );
}

function introspectRecord(
  record: StoredRecord | undefined,
  client: Client,
  server: ServerContext,
  options: IntrospectionOptions,
): Awaitable<HttpResponse> {
  const hideToken = (reason: keyof EventReasons): HttpResponse => {
    const { client_id: clientId } = client;
    server.emit('token.introspected', { clientId, grantId: record?.grantId, reason });
    return inactiveResponse;
  };
  if (record === undefined) return hideToken('token.unknown');
  if (!isActiveToken(record)) return hideToken('token.not_active');
  const { canIntrospect = canIntrospectByRegistration } = options;
  return andThen(canIntrospect(client, record), (allowed) =>
    allowed ? showToken(record, client, server, options) : hideToken('token.foreign'),
  );
}

/** A code is not a token, and a spent refresh token no longer counts as one. */
function isActiveToken({ kind, data }: StoredRecord): boolean {
  return (kind === 'access_token' || kind === 'refresh_token') && data.spentAt === undefined;
}

function canIntrospectByRegistration(client: Client, { clientId, data }: StoredRecord): boolean {
  return (
    client.introspects === 'any' ||
    clientId === client.client_id ||
    data.audience?.includes(client.client_id) === true
  );
}

function showToken(
  record: StoredRecord,
  client: Client,
  server: ServerContext,
  { claims }: IntrospectionOptions,
): Awaitable<HttpResponse> {
  return andThen(claims?.(record, client), (addedClaims) => {
    const { grantId, subject } = record;
    server.emit('token.introspected', { clientId: client.client_id, grantId, subject });
    return buildActiveResponse(record, server, addedClaims);
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc7662#section-2.2 */
function buildActiveResponse(
  { kind, clientId, subject, expiresAt, data }: StoredRecord,
  server: ServerContext,
  addedClaims: JsonObject | undefined,
): Awaitable<HttpResponse> {
  const source = { clientId, subject, details: data.details };
  return andThen(collectTokenClaims(server, source), (tokenClaims) => {
    const sub = tokenClaims?.['sub'];
    const own = {
      active: true,
      scope: data.scope,
      client_id: clientId,
      token_type: kind === 'access_token' ? (data.tokenType ?? 'Bearer') : undefined,
      exp: expiresAt,
      iat: data.issuedAt,
      sub: typeof sub === 'string' ? sub : subject,
      aud: data.audience,
      iss: server.issuer,
    };
    // Members that join after a spread would give each response a hidden class of its own in V8.
    if (addedClaims === undefined && tokenClaims === undefined) return json(200, own);
    return json(200, Object.assign({}, addedClaims, tokenClaims, own));
  });
}
