import { OAuthError } from '../errors.js';
import type { HttpResponse } from '../http.js';
import { prepareIssue } from '../issuing.js';
import { redirect } from './redirect.js';
import { formatScope } from '../scope.js';
import type { ServerContext } from '../server-context.js';
import type { Change } from '../store.js';
import type { Approval, AuthorizationRequest } from './types.js';

/** Stores what the response type gives for an approval, then tells the client. */
export async function approve(
  server: ServerContext,
  request: AuthorizationRequest,
  approval: Approval,
): Promise<HttpResponse> {
  const scope = [...new Set(approval.scope ?? request.scope)];
  if (!scope.every((one) => request.scope.includes(one))) throw widened();
  const type = server.responseTypes.get(request.responseType);
  const { code, token } = (await type?.decide(request, { ...approval, scope }, server)) ?? {};
  const grantId = server.tokens.newGrantId();
  const changes: Change[] = [];
  let parameters: Record<string, string> = {};
  const { client, now } = request;
  const clientId = client.client_id;
  const { subject, audience, details } = approval;
  if (code !== undefined) {
    const minted = await server.tokens.mint(grantId, undefined);
    const own = { scope: formatScope(scope), issuedAt: now, audience, details };
    const data = Object.assign({}, own, code.data);
    const expiresAt = now + code.lifetime;
    const kind = 'authorization_code';
    const record = { id: minted.id, version: 0, kind, grantId, clientId, subject, expiresAt, data };
    changes.push({ type: 'insert', record });
    parameters['code'] = minted.token;
  }
  if (token !== undefined) {
    const issue = await prepareIssue(server, { ...request, grantType: 'implicit' }, token, grantId);
    changes.push(...issue.changes);
    parameters = { ...parameters, ...asText(issue.body) };
  }
  for (const hook of server.hooks)
    if (hook.beforeRedirect)
      parameters = { ...(await hook.beforeRedirect(parameters, request, server)) };
  if (changes.length > 0) await store(server, changes);
  server.emit('authorization.granted', { clientId, subject, grantId, scope });
  return redirect(server, request, request.responseMode, parameters);
}

async function store(server: ServerContext, changes: readonly Change[]): Promise<void> {
  const result = await server.store.commit(changes);
  if (result.committed) return;
  throw new OAuthError('temporarily_unavailable', { reason: 'store.contended' });
}

function asText(body: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function widened(): OAuthError {
  return new OAuthError('invalid_scope', {
    reason: 'authorization.scope_widened',
    description: 'More was approved than the client asked for.',
    hint: 'authorize may approve only scopes of request.scope.',
  });
}
