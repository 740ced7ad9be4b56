import { seal } from '#crypto';
import { grantTypesOf } from './client.js';
import type { Issuance, IssuingRequest } from './plugin.js';
import { formatScope } from './scope.js';
import type { ServerContext } from './server-context.js';
import type { Change, RecordData, StoredRecord } from './store.js';
import type { JsonObject } from './types.js';

/** Tokens that are made but not yet stored: nobody may see `body` before `changes` are committed. */
export interface PreparedIssue {
  readonly grantId: string;
  readonly issuance: Issuance;
  readonly body: JsonObject;
  readonly changes: readonly Change[];
}

/**
 * Turns what was authorized into tokens, their records and the response.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
 */
export async function prepareIssue(
  server: ServerContext,
  request: IssuingRequest,
  decided: Issuance,
  newGrantId?: string,
): Promise<PreparedIssue> {
  let issuance = decided;
  for (const hook of server.hooks)
    if (hook.issuing) issuance = await hook.issuing(issuance, request);
  const base = issuance.redeems ?? issuance.keeps;
  const grantId = base?.grantId ?? newGrantId ?? server.tokens.newGrantId();
  const access = await accessToken(server, request, issuance, grantId);
  const refresh = await refreshToken(server, request, issuance, grantId, base);
  let body: JsonObject = {
    ...issuance.response,
    access_token: access.token,
    token_type: 'Bearer',
    expires_in: access.record.expiresAt - request.now,
    scope: access.record.data.scope,
    ...(refresh && { refresh_token: refresh.token }),
  };
  for (const hook of server.hooks)
    if (hook.responding) body = await hook.responding(body, issuance, request);
  const changes: Change[] = [
    ...(await guards(issuance, request.now, body)),
    { type: 'insert', record: access.record },
  ];
  if (refresh) changes.push({ type: 'insert', record: refresh.record });
  return { grantId, issuance, body, changes };
}

interface NewToken {
  readonly token: string;
  readonly record: StoredRecord;
}

async function accessToken(
  server: ServerContext,
  request: IssuingRequest,
  issuance: Issuance,
  grantId: string,
): Promise<NewToken> {
  const expiresAt = request.now + server.accessTokenLifetime(request, issuance);
  const { subject, scope, audience, details } = issuance;
  const claims = { issuer: server.issuer, client: request.client, issuedAt: request.now, grantId };
  const minted = await server.accessTokenFormat.create(
    { ...claims, subject, scope, audience, expiresAt, details },
    server,
  );
  const data = recordData(issuance, request.now);
  const record = { id: minted.id, kind: 'access_token', expiresAt, data };
  return { token: minted.token, record: ofGrant(record, request, issuance, grantId) };
}

async function refreshToken(
  server: ServerContext,
  request: IssuingRequest,
  issuance: Issuance,
  grantId: string,
  base: StoredRecord | undefined,
): Promise<NewToken | undefined> {
  const policy = server.refreshTokens;
  if (issuance.refreshable !== true || policy === undefined) return undefined;
  if (!grantTypesOf(request.client).includes('refresh_token')) return undefined;
  const until = untilOf(base) ?? request.now + policy.absoluteLifetime(request);
  const expiresAt = Math.min(request.now + policy.idleLifetime(request), until);
  const { token, id } = await server.tokens.mint(grantId, server.options.refreshTokenGenerator);
  // A refresh may narrow the access token's scope; the grant keeps its own.
  const scope = base?.kind === 'refresh_token' ? base.data.scope : formatScope(issuance.scope);
  const data = { ...recordData(issuance, request.now), scope, until };
  const record = { id, kind: 'refresh_token', expiresAt, data };
  return { token, record: ofGrant(record, request, issuance, grantId) };
}

function untilOf(base: StoredRecord | undefined): number | undefined {
  const until = base?.data['until'];
  return typeof until === 'number' ? until : undefined;
}

function ofGrant(
  record: Pick<StoredRecord, 'id' | 'kind' | 'expiresAt' | 'data'>,
  request: IssuingRequest,
  issuance: Issuance,
  grantId: string,
): StoredRecord {
  const { id, kind, expiresAt, data } = record;
  const clientId = request.client.client_id;
  return { id, version: 0, kind, grantId, clientId, subject: issuance.subject, expiresAt, data };
}

function recordData(issuance: Issuance, issuedAt: number): RecordData {
  return {
    scope: formatScope(issuance.scope),
    issuedAt,
    audience: issuance.audience,
    details: issuance.details,
  };
}

/** What has to be as it was read, for the tokens to be stored. */
async function guards(issuance: Issuance, now: number, body: JsonObject): Promise<Change[]> {
  const { redeems, keeps, repeatKey } = issuance;
  const changes: Change[] = [];
  if (redeems !== undefined) {
    const sealed =
      repeatKey === undefined ? undefined : await seal(repeatKey, JSON.stringify(body));
    changes.push(spend(redeems, now, sealed));
  }
  if (keeps !== undefined)
    changes.push({ type: 'extend', id: keeps.id, expiresAt: keeps.expiresAt });
  return changes;
}

/** Marks a single-use record as spent; of parallel attempts one gets through. */
export function spend(record: StoredRecord, now: number, sealed?: string): Change {
  const data = { ...record.data, spentAt: now, sealed };
  return { type: 'update', record: { ...record, version: record.version + 1, data } };
}
