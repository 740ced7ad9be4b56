import {
  andThen,
  assertScopeAllowed,
  parseScope,
  type Awaitable,
  type Decision,
  type Issuance,
  type JsonObject,
  type OAuthError,
  type Seconds,
  type ServerContext,
  type StoredRecord,
  type TokenRequest,
  type TokenSeeds,
} from '@oauth/core/plugin';
import { computeIdleExpiry, readGrantEnd } from './lifetimes.js';
import type { RefreshOptions } from './options.js';
import type { PresentedRefreshToken } from './presented-refresh-token.js';
import { refreshError } from './reasons.js';
import { rememberResponse, restoreResponse } from './retry-response.js';
import { deriveTokenSeeds } from './token-seeds.js';

/**
 * Decides on a refresh request. Parameters are checked before anything is spent.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export function refreshTokenGrant(
  request: TokenRequest,
  server: ServerContext,
  options: RefreshOptions,
): Awaitable<Decision> {
  const token = request.parameters.required('refresh_token');
  return andThen(request.findRecord(token, 'refresh_token'), (record) => {
    if (record?.clientId !== request.client.client_id) throw refreshError('refresh_token.unknown');
    const presented = { request, server, options, token, record };
    return record.data.spentAt === undefined ? useRefreshToken(presented) : handleReuse(presented);
  });
}

/** First use: issues new tokens, and rotates the refresh token or keeps it. */
function useRefreshToken(presented: PresentedRefreshToken): Awaitable<Decision> {
  const { request, options, record } = presented;
  const scope = resolveRequestedScope(presented);
  return andThen(options.canContinue?.(record, request.client), (canContinue) => {
    if (canContinue === false)
      return { refuse: refreshError('grant.ended'), revokes: record.grantId };
    const { rotate = true } = options;
    const rotates = typeof rotate === 'function' ? rotate(request.client) : rotate;
    return rotates ? rotateRefreshToken(presented, scope) : keepRefreshToken(presented, scope);
  });
}

/**
 * The requested scope, or all that was granted and the client is still registered for. The record
 * keeps the whole grant, in case the registration is widened again.
 */
function resolveRequestedScope({
  request,
  server,
  record,
}: PresentedRefreshToken): readonly string[] {
  const allowed = server.scopes.getAllowedScopes(request.client);
  const granted = record.data.scope.split(' ').filter((scope) => allowed.has(scope));
  if (record.data.scope !== '' && granted.length === 0) throw refreshError('scope.not_allowed');
  const requested = request.parameters.get('scope');
  if (requested === undefined) return granted;
  return assertScopeAllowed(parseScope(requested), new Set(granted), forbidScope);
}

function forbidScope(scope: string): OAuthError {
  return refreshError('scope.not_granted', { values: { scope } });
}

/** Issues a new refresh token; the commit that stores it spends the presented one. */
function rotateRefreshToken(
  presented: PresentedRefreshToken,
  scope: readonly string[],
): Awaitable<Issuance> {
  const { server, options, token } = presented;
  if (options.gracePeriod === 0) return createRotation(presented, scope);
  const nonce = server.random(32);
  return andThen(deriveTokenSeeds(token, nonce), (seeds) =>
    createRotation(presented, scope, { nonce, seeds }),
  );
}

/** What answers a retry. */
interface RetryMaterial {
  readonly nonce: string;
  readonly seeds: TokenSeeds;
}

function createRotation(
  presented: PresentedRefreshToken,
  scope: readonly string[],
  retry?: RetryMaterial,
): Issuance {
  const { subject, data } = presented.record;
  return {
    subject,
    scope,
    audience: data.audience,
    details: data.details,
    consumes: prolongRecord(presented),
    refreshable: true,
    tokenSeeds: retry && (() => retry.seeds),
    rememberResponse:
      retry && ((body) => rememberResponse(body, presented, retry.nonce, retry.seeds)),
  };
}

/** Answers with the same refresh token, whose idle lifetime starts again. */
function keepRefreshToken(presented: PresentedRefreshToken, scope: readonly string[]): Issuance {
  const { subject, data } = presented.record;
  return {
    subject,
    scope,
    audience: data.audience,
    details: data.details,
    continues: prolongRecord(presented),
    response: { refresh_token: presented.token },
  };
}

/** The record with the expiry of its successor: while that lives, reuse of this one is noticed. */
function prolongRecord({ request, options, record }: PresentedRefreshToken): StoredRecord {
  const until = readGrantEnd(record) ?? record.expiresAt;
  const next = computeIdleExpiry(options, request.client, request.now, until);
  return { ...record, expiresAt: Math.max(record.expiresAt, next) };
}

/** Second use: a retry gets the first response again, anything else revokes the grant. */
function handleReuse(presented: PresentedRefreshToken): Awaitable<Decision> {
  const { request, server, options, record } = presented;
  const { gracePeriod = 10 } = options;
  const { spentAt = 0, rememberedResponse } = record.data;
  // Negative if the request waited for the store while another one spent the token.
  const late = request.now - spentAt;
  // Negative if the clock of the node that spent the token is ahead, or this one was set back.
  const age = server.now() - spentAt;
  const isInTime = late < gracePeriod && age > -gracePeriod;
  const response =
    isInTime && typeof rememberedResponse === 'string'
      ? restoreResponse(rememberedResponse, presented)
      : undefined;
  return andThen(response, (body) => decideRetry(record, body, Math.max(0, late)));
}

function decideRetry(record: StoredRecord, body: JsonObject | undefined, late: Seconds): Decision {
  if (body === undefined)
    return { refuse: refreshError('refresh_token.reused'), revokes: record.grantId };
  const { expires_in: lifetime } = body;
  const respond =
    typeof lifetime === 'number' ? { ...body, expires_in: Math.max(0, lifetime - late) } : body;
  return { respond, event: 'token.retried', record };
}
