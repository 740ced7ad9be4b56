import { andThen, inTurn } from './after.js';
import { getGrantTypes, isPublicClient } from './client.js';
import { refused } from './errors.js';
import { clientEndpoint, withClient } from './endpoint.js';
import { json, type HttpRequest, type HttpResponse } from './http.js';
import { prepareIssue, spend } from './issuing.js';
import type {
  ClientRequest,
  Decision,
  Endpoint,
  GrantHandler,
  Hooks,
  Issuance,
  Plugin,
  Refusal,
  Repetition,
  TokenRequest,
} from './plugin.js';
import { checkAvailable } from './router.js';
import type { ServerContext } from './server-context.js';
import type { Server } from './server.js';
import type { Awaitable, JsonObject } from './types.js';

/** How often a request decides anew after another one changed what it had read. */
const attempts = 3;

/**
 * Holds an authenticated client's request against what grants there are and whether the client may
 * use the one it names, and goes on with it.
 *
 * @throws OAuthError `invalid_request`, `unsupported_grant_type`, `unauthorized_client`, and what
 * `run` throws
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
function whenValid<T>(
  server: ServerContext,
  from: ClientRequest,
  run: (request: TokenRequest, grant: GrantHandler) => Awaitable<T>,
): Awaitable<T> {
  const grantType = from.parameters.required('grant_type');
  const grant = server.grants.get(grantType);
  if (grant === undefined)
    throw refused('unsupported_grant_type', 'grant_type.unsupported', {
      hint: `There are: ${[...server.grants.keys()].join(', ')}.`,
    });
  const { http, parameters, client, now } = from;
  if (!getGrantTypes(client).includes(grantType))
    throw refused('unauthorized_client', 'client.grant_type_not_allowed', {
      hint: `Add ${grantType} to its grant_types.`,
    });
  if (grant.clients !== 'any' && isPublicClient(client))
    throw refused('unauthorized_client', 'client.has_no_secret');
  const request: TokenRequest = {
    http,
    parameters,
    client,
    now,
    grantType,
    scope: () => server.scopes.resolve(client, parameters.get('scope')),
    find: server.tokens.find,
  };
  return andThen(
    inTurn(server.hooks, undefined, (hook) => hook.onTokenRequest?.(request, server)),
    () => run(request, grant),
  );
}

/** Has the grant decide and carries the decision out, anew where another request was faster. */
function respond(server: ServerContext, from: ClientRequest): Awaitable<HttpResponse> {
  return whenValid(server, from, (request, grant) => {
    const attempt = (left: number): Awaitable<HttpResponse> =>
      andThen(grant.handle(request, server), (decision) =>
        andThen(carryOut(server, request, decision), (response) => {
          if (response) return response;
          if (left > 1) return attempt(left - 1);
          throw refused('temporarily_unavailable', 'store.contended');
        }),
      );
    return attempt(attempts);
  });
}

/** The answer; `undefined` when another request was faster. */
function carryOut(
  server: ServerContext,
  request: TokenRequest,
  decision: Decision,
): Awaitable<HttpResponse | undefined> {
  if ('refuse' in decision) return refuse(server, request, decision);
  if ('repeats' in decision) return repeat(server, request, decision);
  return issue(server, request, decision);
}

function issue(
  server: ServerContext,
  request: TokenRequest,
  decided: Issuance,
): Awaitable<HttpResponse | undefined> {
  return andThen(prepareIssue(server, request, decided), ({ issuance, grantId, body, changes }) =>
    andThen(server.store.commit(changes), ({ committed }) => {
      if (!committed) return undefined;
      const { subject, scope } = issuance;
      const { client, grantType } = request;
      server.emit('token.issued', {
        clientId: client.client_id,
        grantType,
        grantId,
        subject,
        scope,
      });
      return json(200, body);
    }),
  );
}

function repeat(
  server: ServerContext,
  { client, grantType }: TokenRequest,
  { repeats: { subject, grantId }, response }: Repetition,
): HttpResponse {
  server.emit('token.repeated', { clientId: client.client_id, grantType, grantId, subject });
  return json(200, response);
}

async function refuse(
  server: ServerContext,
  request: TokenRequest,
  { refuse: error, consumes, revokes: grantId }: Refusal,
): Promise<HttpResponse | undefined> {
  if (consumes) {
    const result = await server.store.commit([spend(consumes, server.now())]);
    if (!result.committed) return undefined;
  }
  if (grantId !== undefined) {
    await server.store.revoke({ grantId });
    const { client, grantType } = request;
    const { reason } = error;
    server.emit('grant.revoked', { clientId: client.client_id, grantType, grantId, reason });
  }
  throw error;
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
export function defineGrant<const P extends Plugin>(plugin: P & Plugin): GrantPlugin<P> {
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
  checkAvailable(context);
  const call = { request, endpoint: 'token_endpoint' };
  return withClient(call, context, 'any', (from) => whenValid(context, from, (valid) => valid));
}

/**
 * Answers a token request. Members of `extra` join a successful answer, and replace none of it. It
 * never rejects.
 */
export async function createTokenResponse(
  { runEndpoint, context }: Pick<Server, 'runEndpoint' | 'context'>,
  request: HttpRequest,
  extra?: JsonObject,
): Promise<HttpResponse> {
  const server = extra ? { ...context, hooks: [joining(extra), ...context.hooks] } : context;
  return runEndpoint('token_endpoint', request, (call) =>
    withClient(call, server, 'any', (from) => respond(server, from)),
  );
}

function joining(extra: JsonObject): Hooks {
  return { beforeTokenResponse: (body) => ({ ...extra, ...body }) };
}
