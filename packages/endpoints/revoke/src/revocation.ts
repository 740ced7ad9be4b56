import {
  checkOptionNames,
  clientEndpoint,
  findToken,
  type Check,
  type ClientRequest,
  type Endpoint,
  type HttpResponse,
  type OptionNames,
  type Plugin,
  type ServerContext,
  type StoredRecord,
} from '@oauth/core/plugin';
import { jsonpSupport } from './jsonp.js';
import { revocationError, type EventReasons } from './reasons.js';

/** A `token_type_hint` that RFC 7009 section 4.1.2.2 registers. */
export type RevocableTokenType = 'access_token' | 'refresh_token';

/** Options of {@link revocation}: what clients can revoke, and from where. */
export interface RevocationOptions {
  /**
   * Types of tokens that clients can revoke; another type is refused with `unsupported_token_type`.
   * Default: access tokens and refresh tokens.
   */
  readonly tokenTypes?: readonly RevocableTokenType[] | undefined;
  /**
   * Accepts GET requests with a `callback` parameter from script tags, for pages of public clients
   * in browsers without CORS. The token is then part of the URL and ends up in every log of URLs.
   * Default: no.
   *
   * @see https://www.rfc-editor.org/rfc/rfc7009#section-2.3
   */
  readonly allowJsonp?: boolean | undefined;
}

const optionNames: OptionNames<RevocationOptions> = { tokenTypes: true, allowJsonp: true };

/** What {@link revocation} returns. */
export interface RevocationPlugin extends Pick<
  Plugin,
  'name' | 'middleware' | 'check' | 'metadata'
> {
  readonly endpoints: { readonly revocation_endpoint: Endpoint };
}

const revocableTokenTypes: readonly string[] = [
  'access_token',
  'refresh_token',
] satisfies RevocableTokenType[];

/**
 * The revocation endpoint, where a client says that it no longer needs a token. Revoking an access
 * token ends that token; revoking a refresh token ends its whole grant. The response for a token
 * that is unknown, expired or of another client is that for a token that was revoked.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2
 */
export function revocation(options: RevocationOptions = {}): RevocationPlugin {
  const { tokenTypes = revocableTokenTypes, allowJsonp = false } = options;
  const endpoint = clientEndpoint({
    path: '/revoke',
    clients: 'any',
    cors: 'listed-origins',
    handle: (request, server) => revokeToken(request, server, tokenTypes),
  });
  return {
    name: '@oauth/endpoint-revoke',
    ...(allowJsonp ? jsonpSupport(endpoint) : { endpoints: { revocation_endpoint: endpoint } }),
    check(_server, check) {
      checkOptionNames(options, optionNames, check, 'revocation.');
      checkTokenTypes(tokenTypes, check);
    },
    metadata: ({ clientAuthentication }) => ({
      revocation_endpoint_auth_methods_supported: [...clientAuthentication.keys()],
    }),
  };
}

function checkTokenTypes(tokenTypes: readonly string[], check: Check): void {
  const known = tokenTypes.every((type) => revocableTokenTypes.includes(type));
  const message = `must list some of ${revocableTokenTypes.join(', ')}, not ${JSON.stringify(tokenTypes)}`;
  check(known && tokenTypes.length > 0, 'revocation.tokenTypes', message);
}

const revokedResponse: HttpResponse = {
  status: 200,
  headers: { 'Cache-Control': 'no-store' },
  body: '',
};

async function revokeToken(
  { parameters, client }: ClientRequest,
  server: ServerContext,
  tokenTypes: readonly string[],
): Promise<HttpResponse> {
  const token = parameters.required('token');
  const hint = parameters.get('token_type_hint') ?? '';
  // Another hint is only a hint: the record itself says which type it is of.
  if (revocableTokenTypes.includes(hint)) assertTokenTypeSupported(hint, tokenTypes);
  const record = await findToken(server, token);
  const clientId = client.client_id;
  const reason = getIgnoreReason(record, clientId);
  if (record === undefined || reason !== undefined) {
    server.emit('revocation.ignored', { clientId, grantId: record?.grantId, reason });
    return revokedResponse;
  }
  assertTokenTypeSupported(record.kind, tokenTypes);
  await (record.kind === 'refresh_token'
    ? revokeGrant(record, server)
    : removeAccessToken(record, server));
  return revokedResponse;
}

function assertTokenTypeSupported(type: string, tokenTypes: readonly string[]): void {
  if (tokenTypes.includes(type)) return;
  throw revocationError('token_type.unsupported', { values: { type } });
}

/** Why a request to revoke has no effect; `undefined` if it has. */
function getIgnoreReason(
  record: StoredRecord | undefined,
  clientId: string,
): keyof EventReasons | undefined {
  if (record === undefined) return 'token.unknown';
  if (record.clientId !== clientId) return 'token.foreign';
  return revocableTokenTypes.includes(record.kind) ? undefined : 'token.not_revocable';
}

const reason: keyof EventReasons = 'client.revoked';

/** @see https://www.rfc-editor.org/rfc/rfc7009#section-2.1 */
async function revokeGrant(record: StoredRecord, server: ServerContext): Promise<void> {
  const { clientId, grantId, subject } = record;
  await server.store.revoke({ grantId });
  server.emit('grant.revoked', { clientId, grantId, subject, reason });
}

async function removeAccessToken(record: StoredRecord, server: ServerContext): Promise<void> {
  const { id, clientId, grantId, subject } = record;
  const { committed } = await server.store.commit([{ type: 'remove', id }]);
  if (!committed) throw revocationError('store.contended');
  server.emit('token.revoked', { clientId, grantId, subject, reason });
}
