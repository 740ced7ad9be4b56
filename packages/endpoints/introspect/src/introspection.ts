import {
  findToken,
  andThen,
  type Awaitable,
  type ByName,
  type Check,
  type Client,
  clientEndpoint,
  type ClientRequest,
  collectTokenClaims,
  type Endpoint,
  type HttpResponse,
  json,
  type JsonObject,
  type JsonValue,
  type ServerContext,
  type StoredRecord,
} from '@oauth/core/plugin';

declare module '@oauth/core/plugin' {
  interface Client {
    /**
     * Whose tokens the client may introspect: those issued to it or meant for it as their audience
     * (`own`, the default), or everybody's (`any`), for a resource server that all tokens are for.
     */
    readonly introspects?: 'own' | 'any' | undefined;
  }
}

/** Changes who may look at tokens, and what they see. */
export interface IntrospectionOptions {
  /**
   * Decides whether a client may look at a token, instead of the client's `introspects`. A token
   * it may not look at answers like an unknown one.
   */
  readonly canIntrospect?:
    ((client: Client, record: StoredRecord) => Awaitable<boolean>) | undefined;
  /**
   * Members to add to the answer for an active token, such as `username`. The ones that the
   * endpoint answers itself cannot be replaced: `auth_time`, `acr`, `amr`, `act` and `cnf` are among
   * them where the grant has them in its `details`.
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
 * The introspection endpoint: tells a resource server what an access or refresh token stands for.
 * Every caller authenticates as a client. A token that is unknown, expired, revoked, spent or none
 * of the caller's business answers `{"active":false}` and nothing else.
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
        handle: (request, server) => introspect(request, server, options),
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

const inactive = json(200, { active: false });

function introspect(
  { parameters, client }: ClientRequest,
  server: ServerContext,
  { canIntrospect = mayIntrospect, claims }: IntrospectionOptions,
): Awaitable<HttpResponse> {
  const clientId = client.client_id;
  return andThen(findToken(server, parameters.required('token')), (record) => {
    if (record === undefined || !isLive(record)) {
      const reason = record === undefined ? 'token.unknown' : 'token.not_active';
      server.emit('token.introspected', { clientId, grantId: record?.grantId, reason });
      return inactive;
    }
    const { grantId, subject } = record;
    return andThen(canIntrospect(client, record), (allowed) => {
      if (!allowed) {
        server.emit('token.introspected', { clientId, grantId, reason: 'token.foreign' });
        return inactive;
      }
      return andThen(claims?.(record, client), (extra) => {
        const { details } = record.data;
        const source = { clientId: record.clientId, subject, details };
        server.emit('token.introspected', { clientId, grantId, subject });
        return andThen(collectTokenClaims(server, source), (claims) => {
          const own = claimsOf(record, server.issuer);
          if (extra === undefined && claims === undefined) return json(200, own);
          const sub = claims?.['sub'] ?? subject;
          return json(200, { ...extra, ...claims, ...own, sub });
        });
      });
    });
  });
}

/** Codes are no tokens; a refresh token that was used is none any more. */
function isLive({ kind, data }: StoredRecord): boolean {
  return (kind === 'access_token' || kind === 'refresh_token') && data.spentAt === undefined;
}

/** @see https://www.rfc-editor.org/rfc/rfc7662#section-2.2 */
function claimsOf(
  { kind, clientId, subject, expiresAt, data }: StoredRecord,
  iss: string,
): JsonObject {
  return {
    active: true,
    scope: data.scope,
    client_id: clientId,
    token_type: kind === 'access_token' ? (data.tokenType ?? 'Bearer') : undefined,
    exp: expiresAt,
    iat: data.issuedAt,
    sub: subject,
    aud: data.audience,
    iss,
  };
}

/** Whether a token is the client's business by what it is registered for. */
function mayIntrospect(client: Client, { clientId, data }: StoredRecord): boolean {
  return (
    client.introspects === 'any' ||
    clientId === client.client_id ||
    data.audience?.includes(client.client_id) === true
  );
}
