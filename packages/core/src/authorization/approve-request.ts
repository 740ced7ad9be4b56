import type {
  Approval,
  ApprovedRequest,
  AuthorizationRequest,
  AuthorizationResult,
} from '../contract/authorization.js';
import type { Issuance } from '../contract/grant.js';
import type { HttpResponse } from '../contract/http.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Change, StoredRecord } from '../contract/store.js';
import type { ByName, JsonObject } from '../contract/types.js';
import { runHooks } from '../lib/run-hooks.js';
import { createGrantId, createToken } from '../token/create-token.js';
import { prepareResponse } from '../token/prepare-response.js';
import { tokenError } from '../token/reasons.js';
import { linkRecords } from '../token/record-changes.js';
import { formatScope } from '../token/scope.js';
import { authorizationError } from './reasons.js';
import { sendToRedirectUri } from './redirect.js';

/** What the response to an approval is made of. */
interface ApprovalDraft {
  readonly parameters: ByName<string>;
  readonly changes: readonly Change[];
}

/** Stores what the response type gives for an approval, then tells the client. */
export async function approveRequest(
  server: ServerContext,
  request: AuthorizationRequest,
  approval: Approval,
): Promise<HttpResponse> {
  const approved = createApprovedRequest(server, request, approval);
  const type = server.responseTypes.get(request.responseType);
  const { code, token } = (await type?.decide(request, approved.approval, server)) ?? {};
  const forCode = code && (await prepareCode(server, approved, code));
  const forToken = token && (await prepareToken(server, approved, token));
  const drafted = { ...forCode?.parameters, ...forToken?.parameters };
  const parameters = await runHooks(server.hooks.beforeRedirect, drafted, approved, server);
  const issued = [...(forCode?.changes ?? []), ...(forToken?.changes ?? [])];
  await commitApproval(server, [...linkRecords(request, server.now()), ...issued]);
  const { client, grantId } = approved;
  const { subject, scope } = approved.approval;
  const clientId = client.client_id;
  server.emit('authorization.granted', { clientId, subject, grantId, scope });
  return sendToRedirectUri(server, request, request.responseMode, parameters);
}

function createApprovedRequest(
  server: ServerContext,
  request: AuthorizationRequest,
  approval: Approval,
): ApprovedRequest {
  const scope = [...new Set(approval.scope ?? request.scope)];
  if (!scope.every((one) => request.scope.includes(one)))
    throw authorizationError('authorization.scope_widened');
  const { consumes, continues } = request;
  const grantId = (consumes ?? continues)?.grantId ?? createGrantId(server);
  return Object.assign({}, request, { approval: { ...approval, scope }, grantId });
}

async function prepareCode(
  server: ServerContext,
  { approval, client, grantId, now }: ApprovedRequest,
  { lifetime, data: members }: NonNullable<AuthorizationResult['code']>,
): Promise<ApprovalDraft> {
  const { subject, scope, audience, details } = approval;
  const { token, id } = await createToken(server, grantId);
  const granted = { scope: formatScope(scope), issuedAt: now, audience, details };
  const record: StoredRecord = {
    id,
    version: 0,
    kind: 'authorization_code',
    grantId,
    clientId: client.client_id,
    subject,
    expiresAt: now + lifetime,
    data: Object.assign({}, granted, members),
  };
  return { parameters: { code: token }, changes: [{ type: 'insert', record }] };
}

async function prepareToken(
  server: ServerContext,
  request: ApprovedRequest,
  issuance: Issuance,
): Promise<ApprovalDraft> {
  const from = Object.assign({}, request, {
    endpoint: 'authorization_endpoint',
    grantType: 'implicit',
  });
  const { body, changes } = await prepareResponse(server, from, issuance, request.grantId);
  return { parameters: formatMembers(body), changes };
}

async function commitApproval(server: ServerContext, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const result = await server.store.commit(changes);
  if (!result.committed) throw tokenError('store.contended');
}

function formatMembers(body: JsonObject): ByName<string> {
  const members = Object.entries(body).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    members.map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
