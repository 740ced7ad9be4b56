import {
  after,
  OAuthError,
  parseScope,
  requireWithin,
  type Awaitable,
  type Decision,
  type Issuance,
  type JsonObject,
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
  const token = parameters.required('refresh_token');
  return after(request.find(token, 'refresh_token'), (record) => {
    if (record?.clientId !== client.client_id) throw refused('refresh_token.unknown');
    const { spentAt } = record.data;
    if (spentAt !== undefined) return again(request, token, record, spentAt, server.now(), options);
    const scope = scopeOf(request, record, server.options.scopes);
    return after(options.mayContinue?.(record, client), (may) =>
      may === false
        ? { refuse: refused('grant.ended'), revokes: record.grantId }
        : rotates(request, options)
          ? rotated(request, token, record, scope, options, server)
          : kept(request, token, record, scope, options),
    );
  });
}

/** The scope asked for, or all that is still allowed of what was granted. */
function scopeOf(
  request: TokenRequest,
  record: StoredRecord,
  known: readonly string[] | undefined,
): readonly string[] {
  const granted = stillAllowed(record, request, known);
  const asked = request.parameters.get('scope');
  if (asked === undefined) return granted;
  return requireWithin(parseScope(asked), new Set(granted), 'scope.not_granted');
}

/** The token stays, and lives on. */
function kept(
  request: TokenRequest,
  token: string,
  record: StoredRecord,
  scope: readonly string[],
  options: RefreshOptions,
): Issuance {
  const { subject } = record;
  const { audience, details } = record.data;
  const keeps = livingOn(record, request, options);
  return { subject, scope, audience, details, keeps, response: { refresh_token: token } };
}

/** The token is spent for new ones, which it can be made to tell again. */
function rotated(
  request: TokenRequest,
  token: string,
  record: StoredRecord,
  scope: readonly string[],
  options: RefreshOptions,
  { tokens }: ServerContext,
): Awaitable<Issuance> {
  const { subject, grantId } = record;
  const { audience, details } = record.data;
  // Known for as long as the new token is good for: whoever comes with the old one then is noticed.
  const redeems = livingOn(record, request, options);
  const issuance = { subject, scope, audience, details, redeems, refreshable: true };
  if (options.repeatWindow === 0) return issuance;
  const nonce = tokens.random(32);
  return after(secretsOf(token, nonce), (secrets) => {
    const { parameters } = request;
    const remember = (body: JsonObject): Awaitable<string> =>
      keep(body, { token, grantId, parameters }, nonce, secrets);
    return { ...issuance, remember, secrets: () => secrets };
  });
}

/** The record as long as a token lives that is used now. */
function livingOn(
  record: StoredRecord,
  { client, now }: TokenRequest,
  options: RefreshOptions,
): StoredRecord {
  const until = untilOf(record) ?? record.expiresAt;
  const expiresAt = Math.max(record.expiresAt, idleExpiry(options, client, now, until));
  return { ...record, expiresAt };
}

/**
 * What was granted, as far as the client is registered for it and the server has it by now. The
 * grant itself keeps the rest, for the case that it is given back.
 */
function stillAllowed(
  { data }: StoredRecord,
  { client }: TokenRequest,
  known: readonly string[] | undefined,
): readonly string[] {
  if (data.scope === '') return [];
  const allowed = client.scope?.split(' ') ?? [];
  const granted = data.scope
    .split(' ')
    .filter((scope) => allowed.includes(scope) && (known?.includes(scope) ?? true));
  if (granted.length > 0) return granted;
  throw new OAuthError('invalid_scope', {
    reason: 'scope.not_allowed',
    description: 'The client may no longer have what was granted.',
  });
}

/** A spent token: the same request a little later, or somebody else who has it. */
function again(
  request: TokenRequest,
  token: string,
  record: StoredRecord,
  spentAt: number,
  now: Seconds,
  { repeatWindow = 10 }: RefreshOptions,
): Awaitable<Decision> {
  const remembered = record.data['remembered'];
  const age = request.now - spentAt;
  // It may have come long before the spending, and have waited for the store since. A spending that
  // is still to come is by a clock that is ahead, or this one jumped back.
  const forgiven = age < repeatWindow && spentAt - now < repeatWindow;
  const opened =
    forgiven && typeof remembered === 'string'
      ? restore(remembered, { token, grantId: record.grantId, parameters: request.parameters })
      : undefined;
  return after(opened, (body) => {
    if (body === undefined)
      return { refuse: refused('refresh_token.reused'), revokes: record.grantId };
    const lifetime = body['expires_in'];
    if (typeof lifetime !== 'number') return { repeats: record, response: body };
    const left = Math.max(0, lifetime - Math.max(0, age));
    return { repeats: record, response: { ...body, expires_in: left } };
  });
}

function rotates({ client }: TokenRequest, { rotate = true }: RefreshOptions): boolean {
  return typeof rotate === 'function' ? rotate(client) : rotate;
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
function refused(reason: string): OAuthError {
  const description = 'The refresh token is invalid, expired, used or revoked.';
  return new OAuthError('invalid_grant', { reason, description });
}
