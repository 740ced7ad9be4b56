import type { Issuance } from '../contract/grant.js';
import type { IssuingRequest } from '../contract/requests.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Change, RecordData, StoredRecord } from '../contract/store.js';
import type { Awaitable, JsonObject } from '../contract/types.js';
import { andThen } from '../lib/and-then.js';
import { runHooks } from '../lib/run-hooks.js';
import { assertLinkedRecords } from './assert-linked-records.js';
import { createGrantId, createToken } from './create-token.js';
import { tokenError } from './reasons.js';
import { linkRecords } from './record-changes.js';
import { formatScope } from './scope.js';

/** A token response that is not stored yet: `body` must not be seen before `changes` are committed. */
export interface PreparedResponse {
  readonly grantId: string;
  readonly issuance: Issuance;
  readonly body: JsonObject;
  readonly changes: readonly Change[];
}

/** A token response in the making; each step adds its part. */
interface ResponseDraft extends PreparedResponse {
  readonly server: ServerContext;
  readonly request: IssuingRequest;
  body: JsonObject;
  readonly changes: Change[];
}

/**
 * Makes tokens, their records and the response from what was authorized.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
 */
export function prepareResponse(
  server: ServerContext,
  request: IssuingRequest,
  decided: Issuance,
  newGrantId?: string,
): Awaitable<PreparedResponse> {
  assertLinkedRecords(decided, request.client);
  const linkedGrantId = (decided.consumes ?? decided.continues)?.grantId;
  const grantId = newGrantId ?? linkedGrantId ?? createGrantId(server);
  if ((linkedGrantId ?? grantId) !== grantId) throw tokenError('record.foreign');
  const issuance = runBeforeIssue(server, request, decided);
  return andThen(issuance, (final) => draftResponse(server, request, final, grantId));
}

/** A hook changes what is issued, not what is spent for it. */
function runBeforeIssue(
  server: ServerContext,
  request: IssuingRequest,
  decided: Issuance,
): Awaitable<Issuance> {
  const { beforeIssue } = server.hooks;
  if (beforeIssue.length === 0) return decided;
  const { consumes, continues, rememberResponse, tokenSeeds } = decided;
  const changed = runHooks(beforeIssue, decided, request, server);
  return andThen(changed, (issuance) =>
    Object.assign({}, issuance, { consumes, continues, rememberResponse, tokenSeeds }),
  );
}

function draftResponse(
  server: ServerContext,
  request: IssuingRequest,
  issuance: Issuance,
  grantId: string,
): Awaitable<PreparedResponse> {
  const draft: ResponseDraft = { server, request, issuance, grantId, body: {}, changes: [] };
  const withAccessToken = addAccessToken(draft);
  const withRefreshToken = andThen(withAccessToken, addRefreshToken);
  const withHooks = andThen(withRefreshToken, runBeforeTokenResponse);
  return andThen(withHooks, addLinkedRecords);
}

function addAccessToken(draft: ResponseDraft): Awaitable<ResponseDraft> {
  const { server, request, grantId } = draft;
  const issuance = narrowIssuance(draft.issuance);
  const expiresAt = computeAccessTokenExpiry(server, request, issuance);
  const input = { request, issuance, grantId, expiresAt };
  const created = server.accessTokenFormat.create(input, server);
  return andThen(created, ({ token, id }) => {
    const { tokenType, response } = issuance;
    const data = createRecordData(issuance, request);
    const typed = tokenType ? Object.assign({}, data, { tokenType }) : data;
    insertRecord(draft, { id, kind: 'access_token', expiresAt, data: typed });
    draft.body = Object.assign({}, response, {
      access_token: token,
      token_type: tokenType ?? 'Bearer',
      expires_in: expiresAt - request.now,
      // An empty scope is no scope (RFC 6749 section 3.3), and left out.
      scope: data.scope || undefined,
    });
    return draft;
  });
}

/** What the access token is issued for. A member that is narrowed to `undefined` must not widen it. */
function narrowIssuance(issuance: Issuance): Issuance {
  const { narrowed } = issuance;
  if (narrowed === undefined) return issuance;
  const { scope = issuance.scope, audience = issuance.audience } = narrowed;
  const isWithin =
    scope.every((one) => issuance.scope.includes(one)) &&
    (audience ?? []).every((one) => issuance.audience?.includes(one) ?? true);
  if (!isWithin) throw tokenError('issuance.widened');
  const details = narrowed.details && keepBinding(narrowed.details, issuance.details);
  return Object.assign({}, issuance, { scope, audience, details: details ?? issuance.details });
}

/** Without the key that the grant is bound to, the token would be a thief's as well. */
function keepBinding(details: JsonObject, { cnf }: JsonObject = {}): JsonObject {
  return cnf === undefined ? details : { cnf, ...details };
}

function addRefreshToken(draft: ResponseDraft): Awaitable<ResponseDraft> {
  const { server, request, grantId, issuance } = draft;
  // A redirect must not carry one, whatever a hook decides (RFC 6749 section 4.2.2).
  if (issuance.refreshable !== true || request.grantType === 'implicit') return draft;
  const granted = server.refreshTokens?.(request, issuance, server);
  if (granted === undefined) return draft;
  const generate = server.options.refreshTokenGenerator;
  const seed = issuance.tokenSeeds?.().refreshToken;
  return andThen(createToken(server, grantId, generate, seed), ({ token, id }) => {
    const data = Object.assign({}, createRecordData(issuance, request), granted.data);
    insertRecord(draft, { id, kind: 'refresh_token', expiresAt: granted.expiresAt, data });
    draft.body = Object.assign({}, draft.body, { refresh_token: token });
    return draft;
  });
}

function runBeforeTokenResponse(draft: ResponseDraft): Awaitable<ResponseDraft> {
  const { server, request, issuance } = draft;
  const { beforeTokenResponse } = server.hooks;
  if (beforeTokenResponse.length === 0) return draft;
  const body = runHooks(beforeTokenResponse, draft.body, issuance, request, server);
  return andThen(body, (final) => {
    draft.body = final;
    return draft;
  });
}

/** First of all changes, so that a commit that loses stops at once. */
function addLinkedRecords(draft: ResponseDraft): Awaitable<ResponseDraft> {
  const { server, issuance, body } = draft;
  const { consumes, continues, rememberResponse } = issuance;
  if (consumes === undefined && continues === undefined) return draft;
  return andThen(consumes && rememberResponse?.(body), (remembered) => {
    draft.changes.unshift(...linkRecords(issuance, server.now(), remembered));
    return draft;
  });
}

function createRecordData(
  { scope, audience, details }: Issuance,
  { now }: IssuingRequest,
): RecordData {
  return { scope: formatScope(scope), issuedAt: now, audience, details };
}

function insertRecord(
  { request, grantId, issuance, changes }: ResponseDraft,
  { id, kind, expiresAt, data }: Pick<StoredRecord, 'id' | 'kind' | 'expiresAt' | 'data'>,
): void {
  const { subject } = issuance;
  const clientId = request.client.client_id;
  const record = { id, version: 0, kind, grantId, clientId, subject, expiresAt, data };
  changes.push({ type: 'insert', record });
}

/** Epoch seconds. */
function computeAccessTokenExpiry(
  server: ServerContext,
  request: IssuingRequest,
  issuance: Issuance,
): number {
  const lifetime = server.accessTokenLifetime(request, issuance);
  const expiresAt = Math.min(request.now + lifetime, issuance.expiresAt ?? Infinity);
  if (Number.isSafeInteger(expiresAt) && expiresAt > request.now) return expiresAt;
  throw tokenError('token.lifetime');
}
