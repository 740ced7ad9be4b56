import type { HttpRequest, HttpResponse } from '../contract/http.js';
import type { TokenRequest } from '../contract/requests.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Server } from '../contract/server.js';
import type { JsonObject } from '../contract/types.js';
import { readClientRequest } from '../http/client-endpoint.js';
import { assertAvailable } from '../http/endpoint-path.js';
import { andThen } from '../lib/and-then.js';
import { respondToTokenRequest } from './token-endpoint.js';
import { validateGrantType } from './validate-token-request.js';

/** What composed calls need of a server. */
export type ComposableServer = Pick<Server, 'runEndpoint' | 'context'>;

/**
 * Checks all of a token request but what its grant decides. Issues nothing.
 *
 * @throws OAuthError
 */
export async function validateTokenRequest(
  { context: server }: Pick<Server, 'context'>,
  request: HttpRequest,
): Promise<TokenRequest> {
  assertAvailable(server);
  const context = { request, endpoint: 'token_endpoint' };
  const from = await readClientRequest(context, server, 'any');
  return (await validateGrantType(server, from)).request;
}

/**
 * Answers a token request. Members of `extra` join a successful response, and replace none of it. The
 * promise never rejects: errors become responses.
 */
export async function createTokenResponse(
  { runEndpoint, context }: ComposableServer,
  request: HttpRequest,
  extra?: JsonObject,
): Promise<HttpResponse> {
  const server = extra ? addResponseMembers(context, extra) : context;
  return runEndpoint('token_endpoint', request, (endpointContext) =>
    andThen(readClientRequest(endpointContext, server, 'any'), (from) =>
      respondToTokenRequest(server, from),
    ),
  );
}

function addResponseMembers(server: ServerContext, extra: JsonObject): ServerContext {
  const { hooks } = server;
  const addExtra = (body: JsonObject): JsonObject => ({ ...extra, ...body });
  const beforeTokenResponse = [addExtra, ...hooks.beforeTokenResponse];
  return { ...server, hooks: { ...hooks, beforeTokenResponse } };
}
