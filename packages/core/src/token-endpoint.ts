import { grantTypesOf, isPublic } from './client.js';
import { refused } from './errors.js';
import { clientEndpoint, withClient } from './endpoint.js';
import type { OAuthEventDetails, OAuthEventType } from './events.js';
import { json, type HttpRequest, type HttpResponse } from './http.js';
import { prepareIssue, spend } from './issuing.js';
import type {
  ClientRequest,
  Endpoint,
  Grant,
  Issuance,
  Plugin,
  Refusal,
  Repetition,
  TokenRequest,
} from './plugin.js';
import type { ServerContext } from './server-context.js';
import type { Server } from './server.js';
import type { JsonObject } from './types.js';

/** How often a request decides anew after another one changed what it had read. */
const attempts = 3;

/** A token request that has passed all checks but the grant's own. */
interface ValidTokenRequest {
  readonly request: TokenRequest;
  readonly grant: Grant;
}

/**
 * Holds an authenticated client's request against what grants there are and whether the client may
 * use the one it names.
 *
 * @throws OAuthError `invalid_request`, `unsupported_grant_type`, `unauthorized_client`
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
async function validate(server: ServerContext, from: ClientRequest): Promise<ValidTokenRequest> {
  const grantType = from.parameters.required('grant_type');
  const grant = server.grants.get(grantType);
  if (grant === undefined)
    throw refused('unsupported_grant_type', 'grant_type.unsupported', {
      hint: `There are: ${[...server.grants.keys()].join(', ')}.`,
    });
  const { http, parameters, client, now } = from;
  if (!grantTypesOf(client).includes(grantType))
    throw refused('unauthorized_client', 'client.grant_type_not_allowed', {
      hint: `Add ${grantType} to its grant_types.`,
    });
  if (grant.clients !== 'any' && isPublic(client))
    throw refused('unauthorized_client', 'client.has_no_secret');
  const request: TokenRequest = {
    http,
    parameters,
    client,
    now,
    grantType,
    scope: () => server.scopes.resolve(client, parameters.get('scope')),
    find: async (kind, token) => server.tokens.find(token, kind),
  };
  for (const hook of server.hooks) if (hook.tokenRequested) await hook.tokenRequested(request);
  return { request, grant };
}

/** Has the grant decide and carries the decision out. */
async function respond(
  server: ServerContext,
  from: ClientRequest,
  extra?: JsonObject,
): Promise<HttpResponse> {
  const { request, grant } = await validate(server, from);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const decision = await grant.handle(request);
    const response =
      'refuse' in decision
        ? await refuse(server, request, decision)
        : 'repeats' in decision
          ? repeat(server, request, decision)
          : await issue(server, request, decision, extra);
    if (response !== undefined) return response;
  }
  throw refused('temporarily_unavailable', 'store.contended');
}

/** Stores and answers, or `undefined` when something else was faster. */
async function issue(
  server: ServerContext,
  request: TokenRequest,
  decided: Issuance,
  extra: JsonObject | undefined,
): Promise<HttpResponse | undefined> {
  const all = extra && { ...decided, response: { ...decided.response, ...extra } };
  const prepared = await prepareIssue(server, request, all ?? decided);
  const { issuance, grantId, body, changes } = prepared;
  const result = await server.store.commit(changes);
  if (!result.committed) return undefined;
  const { subject, scope } = issuance;
  tell(server, 'token.issued', request, { grantId, subject, scope });
  return json(200, body);
}

function repeat(server: ServerContext, request: TokenRequest, decision: Repetition): HttpResponse {
  const { subject, grantId } = decision.repeats;
  tell(server, 'token.repeated', request, { grantId, subject });
  return json(200, decision.response);
}

async function refuse(
  server: ServerContext,
  request: TokenRequest,
  { refuse: error, redeems, revokes: grantId }: Refusal,
): Promise<HttpResponse | undefined> {
  if (redeems) {
    const result = await server.store.commit([spend(redeems, request.now)]);
    if (!result.committed) return undefined;
  }
  if (grantId !== undefined) {
    await server.store.revoke({ grantId });
    tell(server, 'grant.revoked', request, { grantId, reason: error.reason });
  }
  throw error;
}

function tell(
  server: ServerContext,
  type: OAuthEventType,
  { client, grantType }: TokenRequest,
  details: OAuthEventDetails,
): void {
  server.emit(type, { clientId: client.client_id, grantType, ...details });
}

const tokenEndpoint: Endpoint = clientEndpoint({
  path: '/token',
  clients: 'any',
  cors: 'listed',
  handle: (request, server) => respond(server, request),
});

/** A plugin with grants, and so with a token endpoint. */
export type GrantPlugin<P extends Plugin> = P & {
  readonly endpoints: { readonly token_endpoint: Endpoint };
};

/**
 * Types a plugin with grants exactly, and gives it the token endpoint that all grants share.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
export function defineGrant<const P extends Plugin>(plugin: P): GrantPlugin<P> {
  return { ...plugin, endpoints: { ...plugin.endpoints, token_endpoint: tokenEndpoint } };
}

/**
 * Checks all of a token request but what its grant decides. Issues nothing.
 *
 * @throws OAuthError
 */
export async function validateTokenRequest(
  { context }: Pick<Server, 'context'>,
  request: HttpRequest,
): Promise<TokenRequest> {
  const call = { request, endpoint: 'token_endpoint' };
  const valid = await withClient(call, context, 'any', (from) => validate(context, from));
  return valid.request;
}

/** Answers a token request; `extra` members join a successful answer. It never rejects. */
export async function createTokenResponse(
  { answer, context }: Pick<Server, 'answer' | 'context'>,
  request: HttpRequest,
  extra?: JsonObject,
): Promise<HttpResponse> {
  return answer('token_endpoint', request, (call) =>
    withClient(call, context, 'any', (from) => respond(context, from, extra)),
  );
}
