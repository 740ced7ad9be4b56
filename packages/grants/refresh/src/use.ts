import {
  andThen,
  OAuthError,
  parseScope,
  assertScopeAllowed,
  type Awaitable,
  type Decision,
  type Issuance,
  type Parameters,
  type Seconds,
  type ServerContext,
  type StoredRecord,
  type TokenRequest,
} from '@oauth/core';
import { idleExpiry, untilOf } from './policy.js';
import { keep, restore, secretsOf } from './kept.js';
import type { RefreshOptions } from './refresh.js';

/** Decides on a refresh request. Parameters are judged before anything is spent. */
export function use(
  request: TokenRequest,
  server: ServerContext,
  options: RefreshOptions,
): Awaitable<Decision> {
  const { client, parameters } = request;
  const { rotate = true } = options;
  const token = parameters.required('refresh_token');
  return andThen(request.find(token, 'refresh_token'), (record) => {
    if (record?.clientId !== client.client_id) throw refused('refresh_token.unknown');
    const { spentAt, audience, details } = record.data;
    if (spentAt !== undefined)
      return again(
        parameters,
        token,
        record,
        request.now - spentAt,
        server.now() - spentAt,
        options,
      );
    const scope = scopeOf(parameters, record, server.scopes.allowed(client));
    const { subject, expiresAt } = record;
    const next = idleExpiry(options, client, request.now, untilOf(record) ?? expiresAt);
    // A spent one is known for as long as its successor is good for, so that its reuse is noticed.
    const used = { ...record, expiresAt: Math.max(expiresAt, next) };
    return andThen(options.canContinue?.(record, client), (may) =>
      may === false
        ? { refuse: refused('grant.ended'), revokes: record.grantId }
        : (typeof rotate === 'function' ? rotate(client) : rotate)
          ? rotated(parameters, token, used, scope, options, server.tokens.random(32))
          : {
              subject,
              scope,
              audience,
              details,
              continues: used,
              response: { refresh_token: token },
            },
    );
  });
}

/**
 * The scope asked for, or all of what was granted that the client may still have. The grant itself
 * keeps the rest, for the case that it is given back.
 */
function scopeOf(
  parameters: Parameters,
  { data }: StoredRecord,
  allowed: ReadonlySet<string>,
): readonly string[] {
  const granted = data.scope.split(' ').filter((scope) => allowed.has(scope));
  if (data.scope !== '' && granted.length === 0)
    throw new OAuthError('invalid_scope', {
      reason: 'scope.not_allowed',
      description: 'The client may no longer have what was granted.',
    });
  const asked = parameters.get('scope');
  if (asked === undefined) return granted;
  return assertScopeAllowed(parseScope(asked), new Set(granted), 'scope.not_granted');
}

/** The token is spent for new ones, which it can be made to tell again. */
function rotated(
  parameters: Parameters,
  token: string,
  consumes: StoredRecord,
  scope: readonly string[],
  { gracePeriod }: RefreshOptions,
  nonce: string,
): Awaitable<Issuance> {
  const { subject, grantId } = consumes;
  const { audience, details } = consumes.data;
  return andThen(gracePeriod === 0 ? undefined : secretsOf(token, nonce), (secrets) => ({
    subject,
    scope,
    audience,
    details,
    consumes,
    refreshable: true,
    rememberResponse:
      secrets && ((body) => keep(body, { token, grantId, parameters }, nonce, secrets)),
    tokenSeeds: secrets && (() => secrets),
  }));
}

/**
 * A spent token: the same request a little later, or somebody else who has it.
 *
 * @param late how much later than the spending it came; far below 0 if it waited for the store
 * @param age how old the spending is by now; below 0 if the clock of another node is ahead, or this
 *   one jumped back
 */
function again(
  parameters: Parameters,
  token: string,
  record: StoredRecord,
  late: Seconds,
  age: Seconds,
  { gracePeriod = 10 }: RefreshOptions,
): Awaitable<Decision> {
  const { remembered } = record.data;
  const { grantId } = record;
  const opened =
    late < gracePeriod && age > -gracePeriod && typeof remembered === 'string'
      ? restore(remembered, { token, grantId, parameters })
      : undefined;
  return andThen(opened, (body) => {
    if (body === undefined) return { refuse: refused('refresh_token.reused'), revokes: grantId };
    const lifetime = body['expires_in'];
    const response =
      typeof lifetime === 'number'
        ? { ...body, expires_in: Math.max(0, lifetime - Math.max(0, late)) }
        : body;
    return { repeats: record, response };
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
function refused(reason: string): OAuthError {
  const description = 'The refresh token is invalid, expired, used or revoked.';
  return new OAuthError('invalid_grant', { reason, description });
}
