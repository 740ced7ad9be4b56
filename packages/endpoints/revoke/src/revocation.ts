import {
  findToken,
  type Check,
  clientEndpoint,
  type ClientRequest,
  type Endpoint,
  type HttpResponse,
  type Plugin,
  type ServerContext,
  type StoredRecord,
  OAuthError,
  type OAuthErrorOptions,
} from '@oauth/core/plugin';
import { scriptCallbacks } from './script-callback.js';

/** A `token_type_hint` that RFC 7009 section 4.1.2.2 registers. */
export type RevocableTokenType = 'access_token' | 'refresh_token';

/** Changes what can be revoked, and how. */
export interface RevocationOptions {
  /**
   * What clients can revoke; anything else of theirs is refused as `unsupported_token_type`.
   * Default: access tokens and refresh tokens.
   */
  readonly tokenTypes?: readonly RevocableTokenType[] | undefined;
  /**
   * Answers GET with a `callback` parameter too, for pages of public clients in browsers without
   * CORS. The token then stands in the URL, and in every log that keeps URLs. Default: no.
   *
   * @see https://www.rfc-editor.org/rfc/rfc7009#section-2.3
   */
  readonly allowJsonp?: boolean | undefined;
}

/** What {@link revocation} returns. */
export interface RevocationPlugin extends Pick<
  Plugin,
  'name' | 'middleware' | 'check' | 'metadata'
> {
  readonly endpoints: { readonly revocation_endpoint: Endpoint };
}

const knownTypes: readonly string[] = [
  'access_token',
  'refresh_token',
] satisfies RevocableTokenType[];

/**
 * The revocation endpoint: a client says that it needs a token no longer. An access token goes
 * alone; with a refresh token goes everything that the same authorization gave. A token that is
 * unknown, expired or another client's is answered like one that was revoked.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2
 */
export function revocation(options: RevocationOptions = {}): RevocationPlugin {
  const { tokenTypes = knownTypes, allowJsonp = false } = options;
  const endpoint = clientEndpoint({
    path: '/revoke',
    clients: 'any',
    cors: 'listed-origins',
    handle: (request, server) => revoke(request, server, tokenTypes),
  });
  return {
    name: '@oauth/endpoint-revoke',
    ...(allowJsonp ? scriptCallbacks(endpoint) : { endpoints: { revocation_endpoint: endpoint } }),
    check: (_options, check) => checkTypes(tokenTypes, check),
    metadata: ({ clientAuthentication }) => ({
      revocation_endpoint_auth_methods_supported: [...clientAuthentication.keys()],
    }),
  };
}

function checkTypes(tokenTypes: readonly string[], check: Check): void {
  const known = tokenTypes.length > 0 && tokenTypes.every((type) => knownTypes.includes(type));
  check(known, 'revocation.tokenTypes', `must list some of ${knownTypes.join(', ')}`);
}

const done: HttpResponse = { status: 200, headers: { 'Cache-Control': 'no-store' }, body: '' };

async function revoke(
  { parameters, client }: ClientRequest,
  server: ServerContext,
  supported: readonly string[],
): Promise<HttpResponse> {
  const token = parameters.required('token');
  const hint = parameters.get('token_type_hint') ?? '';
  // Advisory otherwise: a record says itself what it is.
  if (knownTypes.includes(hint)) requireSupported(hint, supported);
  const record = await findToken(server, token);
  const reason = whyNot(record, client.client_id);
  if (record === undefined || reason !== undefined) {
    server.emit('revocation.ignored', {
      clientId: client.client_id,
      grantId: record?.grantId,
      reason,
    });
    return done;
  }
  requireSupported(record.kind, supported);
  await remove(record, server);
  return done;
}

function requireSupported(type: string, supported: readonly string[]): void {
  if (supported.includes(type)) return;
  throw refused('unsupported_token_type', 'token_type.unsupported', {
    hint: `Add ${type} to the option tokenTypes of revocation.`,
  });
}

/** Why a token stays as it is. Codes are no tokens: they are redeemed or expire. */
function whyNot(record: StoredRecord | undefined, clientId: string): string | undefined {
  if (record === undefined) return 'token.unknown';
  if (record.clientId !== clientId) return 'token.foreign';
  return knownTypes.includes(record.kind) ? undefined : 'token.not_revocable';
}

/** @see https://www.rfc-editor.org/rfc/rfc7009#section-2.1 */
async function remove(record: StoredRecord, server: ServerContext): Promise<void> {
  const { id, kind, clientId, grantId, subject } = record;
  if (kind === 'refresh_token') {
    await server.store.revoke({ grantId });
    server.emit('grant.revoked', { clientId, grantId, subject, reason: 'client.revoked' });
    return;
  }
  const { committed } = await server.store.commit([{ type: 'remove', id }]);
  if (!committed) throw refused('temporarily_unavailable', 'store.contended');
  server.emit('token.revoked', { clientId, grantId, subject, reason: 'client.revoked' });
}

function refused(
  code: string,
  reason: string,
  more?: Omit<OAuthErrorOptions, 'reason'>,
): OAuthError {
  const description = reason.replace(/\..*/, (rest) => rest.replace(/[._]/g, ' '));
  return new OAuthError(code, { reason, description, ...more });
}
