import type { Decision, DirectResponse, Issuance, Refusal } from '../contract/grant.js';
import type { IssuingRequest } from '../contract/requests.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Change } from '../contract/store.js';
import type { Awaitable, JsonObject } from '../contract/types.js';
import { andThen } from '../lib/and-then.js';
import { type PreparedResponse, prepareResponse } from './prepare-response.js';
import { tokenError } from './reasons.js';
import { replaceRecord, spendRecord } from './record-changes.js';

/**
 * Carries a grant handler's decision out; `undefined` when another request was faster, and the
 * handler has to decide anew.
 *
 * @throws OAuthError what the decision refuses
 */
export function carryOutDecision(
  server: ServerContext,
  request: IssuingRequest,
  decision: Decision,
): Awaitable<JsonObject | undefined> {
  if ('refuse' in decision) return refuseWithTrace(server, request, decision);
  if ('respond' in decision) return respondDirectly(server, request, decision);
  return issueResponse(server, request, decision);
}

/**
 * Makes the tokens and commits them.
 *
 * @throws OAuthError `invalid_grant` when what it consumes is spent
 */
export function issueResponse(
  server: ServerContext,
  request: IssuingRequest,
  issuance: Issuance,
): Awaitable<JsonObject | undefined> {
  const prepared = prepareResponse(server, request, issuance);
  return andThen(prepared, (response) => commitResponse(server, request, response));
}

function commitResponse(
  server: ServerContext,
  { client, grantType }: IssuingRequest,
  { issuance, grantId, body, changes }: PreparedResponse,
): Awaitable<JsonObject | undefined> {
  return andThen(server.store.commit(changes), ({ committed }) => {
    if (!committed) return undefined;
    const { subject, narrowed } = issuance;
    const scope = narrowed?.scope ?? issuance.scope;
    const clientId = client.client_id;
    server.emit('token.issued', { clientId, grantType, grantId, subject, scope });
    return body;
  });
}

function respondDirectly(
  server: ServerContext,
  { client, grantType }: IssuingRequest,
  { respond, event, record: { subject, grantId } }: DirectResponse,
): JsonObject {
  server.emit(event, { clientId: client.client_id, grantType, grantId, subject });
  return respond;
}

async function refuseWithTrace(
  server: ServerContext,
  request: IssuingRequest,
  refusal: Refusal,
): Promise<undefined> {
  const { refuse: error, revokes: grantId } = refusal;
  const changes = collectRefusalChanges(refusal, server.now());
  if (changes.length > 0) {
    const { committed } = await server.store.commit(changes);
    if (!committed) return undefined;
  }
  if (grantId !== undefined) {
    await server.store.revoke({ grantId });
    const { client, grantType } = request;
    const { reason } = error;
    server.emit('grant.revoked', { clientId: client.client_id, grantType, grantId, reason });
  }
  throw error;
}

/** A record that is spent and updated at once is stored in one change: two would undo each other. */
function collectRefusalChanges(
  { consumes, updates = [] }: Refusal,
  now: number,
): readonly Change[] {
  const spending = consumes?.data.spentAt === undefined ? consumes : undefined;
  const isUpdated = updates.some(({ id }) => id === spending?.id);
  const records = spending === undefined || isUpdated ? updates : [spending, ...updates];
  const ids = new Set(records.map(({ id }) => id));
  const grantIds = new Set(records.map(({ grantId }) => grantId));
  if (ids.size < records.length || grantIds.size > 1) throw tokenError('refusal.unusable');
  return records.map((record) =>
    record.id === spending?.id ? spendRecord(record, now) : replaceRecord(record),
  );
}
