import {
  andThen,
  clientEndpoint,
  json,
  type Awaitable,
  type Check,
  type Client,
  type ClientRequest,
  type Endpoint,
  type HttpResponse,
  type JsonObject,
  type JsonValue,
  type ByName,
  type ServerContext,
  type StoredRecord,
} from '@oauth/core';
import { propagatedClaims } from '@oauth/core/claims';

declare module '@oauth/core' {
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
   * the grant has them in its `details`.
   */
  readonly claims?: ((record: StoredRecord, client: Client) => Awaitable<JsonObject>) | undefined;
}

/** What {@link introspection} returns. */
export interface IntrospectionPlugin {
  readonly name: string;
  readonly endpoints: { readonly introspection_endpoint: Endpoint };
  readonly check: (server: ServerContext, check: Check) => void;
  readonly metadata: (server: ServerContext) => ByName<JsonValue>;
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
    check: checkClients,
    metadata: ({ clientAuthentication }) => ({
      introspection_endpoint_auth_methods_supported: [...clientAuthentication.keys()].filter(
        (method) => method !== 'none',
      ),
    }),
  };
}

function checkClients({ options }: ServerContext, check: Check): void {
  const { clients } = options;
  if (typeof clients === 'function') return;
  clients.forEach(({ introspects = 'own' }, index) => {
    const known = ['own', 'any'].includes(introspects);
    check(known, `clients[${index}].introspects`, 'must be own or any');
  });
}

const inactiveResponse = json(200, { active: false });

function introspectToken(
  { parameters, client }: ClientRequest,
  server: ServerContext,
  options: IntrospectionOptions,
): Awaitable<HttpResponse> {
  return andThen(server.tokens.find(parameters.required('token')), (record) =>
    introspectRecord(record, client, server, options),
  );
}

function introspectRecord(
  record: StoredRecord | undefined,
  client: Client,
  server: ServerContext,
  options: IntrospectionOptions,
): Awaitable<HttpResponse> {
  const hideToken = (reason: string): HttpResponse => {
    const { client_id: clientId } = client;
    server.emit('token.introspected', { clientId, grantId: record?.grantId, reason });
    return inactiveResponse;
  };
  if (record === undefined) return hideToken('token.unknown');
  if (!isActiveToken(record)) return hideToken('token.not_active');
  const { canIntrospect = canIntrospectByRegistration } = options;
  return andThen(canIntrospect(client, record), (allowed) =>
    allowed ? describeToken(record, client, server, options) : hideToken('token.foreign'),
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

function describeToken(
  record: StoredRecord,
  client: Client,
  server: ServerContext,
  { claims }: IntrospectionOptions,
): Awaitable<HttpResponse> {
  return andThen(claims?.(record, client), (addedClaims) => {
    const { grantId, subject } = record;
    const { details } = record.data;
    server.emit('token.introspected', { clientId: client.client_id, grantId, subject });
    const recordClaims = buildRecordClaims(record, server.issuer);
    return json(
      200,
      addedClaims || details
        ? { ...addedClaims, ...propagatedClaims(details), ...recordClaims }
        : recordClaims,
    );
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc7662#section-2.2 */
function buildRecordClaims(
  { kind, clientId, subject, expiresAt, data }: StoredRecord,
  iss: string,
): JsonObject {
  return {
    active: true,
    scope: data.scope,
    client_id: clientId,
    token_type: kind === 'access_token' ? 'Bearer' : undefined,
    exp: expiresAt,
    iat: data.issuedAt,
    sub: subject,
    aud: data.audience,
    iss,
  };
}
