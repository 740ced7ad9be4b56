import type { Decision, DirectResponse, Issuance, Refusal } from '../contract/grant.js';
import type { IssuingRequest } from '../contract/requests.js';
import type { ServerContext } from '../contract/server-context.js';
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
 * @throws OAuthError `invalid_grant` when what it consumes is spent: a handler that forgets to look,
 * or that lost a race and decides anew, does not win a second time
 */
export function issueResponse(
  server: ServerContext,
  request: IssuingRequest,
  issuance: Issuance,
): Awaitable<JsonObject | undefined> {
  if (issuance.consumes?.data.spentAt !== undefined) throw tokenError('record.spent');
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
    const { subject, scope } = issuance;
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
  const { refuse: error, consumes, updates = [], revokes: grantId } = refusal;
  const changes = updates.map(replaceRecord);
  if (consumes && consumes.data.spentAt === undefined)
    changes.unshift(spendRecord(consumes, server.now()));
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
