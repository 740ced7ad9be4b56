import {
  after,
  OAuthError,
  parseScope,
  requireWithin,
  type Awaitable,
  type Decision,
  type Issuance,
  type JsonObject,
  type Parameters,
  type StoredRecord,
  type TokenRequest,
} from '@oauth/core';
import { openResponse, sealResponse } from '@oauth/core/crypto';
import { idleExpiry, untilOf } from './policy.js';
import type { RefreshOptions } from './refresh.js';

/** Decides on a refresh request. Parameters are judged before anything is spent. */
export function use(request: TokenRequest, options: RefreshOptions): Awaitable<Decision> {
  const { client, parameters } = request;
  const token = parameters.required('refresh_token');
  return after(request.find(token, 'refresh_token'), (record) => {
    if (record?.clientId !== client.client_id) throw refused('refresh_token.unknown');
    const { spentAt } = record.data;
    if (spentAt !== undefined) return again(request, token, record, spentAt, options);
    const scope = scopeOf(request, record);
    return after(options.mayContinue?.(record, client), (may) =>
      may === false
        ? { refuse: refused('grant.ended'), revokes: record.grantId }
        : goOn(request, token, record, scope, options),
    );
  });
}

/** The scope asked for, or all that is still allowed of what was granted. */
function scopeOf(request: TokenRequest, record: StoredRecord): readonly string[] {
  const granted = stillAllowed(record, request);
  const asked = request.parameters.get('scope');
  if (asked === undefined) return granted;
  return requireWithin(parseScope(asked), new Set(granted), 'scope.not_granted');
}

function goOn(
  request: TokenRequest,
  token: string,
  record: StoredRecord,
  scope: readonly string[],
  options: RefreshOptions,
): Issuance {
  const { subject } = record;
  const { audience, details } = record.data;
  if (!rotates(request, options)) {
    const until = untilOf(record) ?? record.expiresAt;
    const keeps = { ...record, expiresAt: idleExpiry(options, request.client, request.now, until) };
    return { subject, scope, audience, details, keeps, response: { refresh_token: token } };
  }
  const seal = (body: JsonObject): Awaitable<string> =>
    sealResponse(secretOf(token, request.parameters), body);
  return { subject, scope, audience, details, redeems: record, refreshable: true, seal };
}

/**
 * What was granted, as far as the client is registered for it by now. The grant itself keeps the
 * rest, for the case that it is given back.
 */
function stillAllowed({ data }: StoredRecord, { client }: TokenRequest): readonly string[] {
  if (data.scope === '') return [];
  const allowed = client.scope?.split(' ') ?? [];
  const granted = data.scope.split(' ').filter((scope) => allowed.includes(scope));
  if (granted.length > 0) return granted;
  throw new OAuthError('invalid_scope', {
    reason: 'scope.not_allowed',
    description: 'The client may no longer have what was granted.',
  });
}

/** What a request may ask for beside the new tokens. */
const asks = ['scope', 'resource', 'audience', 'authorization_details'];

/** The response is sealed for this token and this request: a different one does not open it. */
function secretOf(token: string, parameters: Parameters): string {
  return JSON.stringify([token, ...asks.map((name) => parameters.all(name))]);
}

/** A spent token: the same request a little later, or somebody else who has it. */
function again(
  request: TokenRequest,
  token: string,
  record: StoredRecord,
  spentAt: number,
  { repeatWindow = 10 }: RefreshOptions,
): Awaitable<Decision> {
  const sealed = record.data['sealed'];
  const age = request.now - spentAt;
  // Below 0 if the clock of another node is ahead, or this one jumped back.
  const opened =
    Math.abs(age) < repeatWindow && typeof sealed === 'string'
      ? openResponse(secretOf(token, request.parameters), sealed)
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
