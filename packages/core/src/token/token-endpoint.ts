import type { Endpoint } from '../contract/endpoint.js';
import { type HttpResponse, json } from '../contract/http.js';
import type { ClientRequest } from '../contract/requests.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Awaitable, JsonObject } from '../contract/types.js';
import { clientEndpoint } from '../http/client-endpoint.js';
import { andThen } from '../lib/and-then.js';
import { carryOutDecision } from './carry-out-decision.js';
import { tokenError } from './reasons.js';
import { validateGrantType, type ValidTokenRequest } from './validate-token-request.js';

/** How often a request decides anew after another one changed what it had read. */
const maxAttempts = 3;

/**
 * The token endpoint, which all grants share.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
export const tokenEndpoint: Endpoint = /* @__PURE__ */ clientEndpoint({
  path: '/token',
  clients: 'any',
  cors: 'listed-origins',
  handle: (request, server) => respondToTokenRequest(server, request),
});

/** Answers the token request of an authenticated client. */
export function respondToTokenRequest(
  server: ServerContext,
  from: ClientRequest,
): Awaitable<HttpResponse> {
  const valid = validateGrantType(server, from);
  const body = andThen(valid, (request) => attemptDecision(server, request, maxAttempts));
  return andThen(body, createTokenHttpResponse);
}

function createTokenHttpResponse(body: JsonObject): HttpResponse {
  return json(200, body);
}

function attemptDecision(
  server: ServerContext,
  valid: ValidTokenRequest,
  attemptsLeft: number,
): Awaitable<JsonObject> {
  const { request, handler } = valid;
  const decision = handler.handle(request, server);
  const body = andThen(decision, (decided) => carryOutDecision(server, request, decided));
  return andThen(body, (response) => response ?? decideAnew(server, valid, attemptsLeft - 1));
}

function decideAnew(
  server: ServerContext,
  valid: ValidTokenRequest,
  attemptsLeft: number,
): Awaitable<JsonObject> {
  if (attemptsLeft === 0) throw tokenError('store.contended');
  return attemptDecision(server, valid, attemptsLeft);
}
