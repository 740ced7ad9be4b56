import type { HttpResponse } from '@oauth/core/plugin';
import { checkedRequirements } from './needed.js';
import { nodeRequest, verified, type IncomingRequest } from './node-request.js';
import type { ProtectedResource } from './protected-resource.js';
import type { AccessTokenInfo, Requirements } from './types.js';

/** What is needed of a node:http response. */
export interface OutgoingResponse {
  statusCode: number;
  setHeader(name: string, value: string | readonly string[]): unknown;
  end(body: string): unknown;
}

/** A middleware of node:http style. */
export type NodeMiddleware = (
  request: IncomingRequest,
  response: OutgoingResponse,
  next: (error?: unknown) => void,
) => Promise<void>;

/**
 * Lets requests pass that bring a good token with these scopes, or with all of what is required;
 * answers the others. What the token says is then at {@link getAuth}.
 *
 * @throws ConfigurationError for requirements that no token can meet
 * @example app.get('/profile', requireOAuth(api, 'profile:read'), handler)
 */
export function requireOAuth(
  resource: Pick<ProtectedResource, 'validateProtectedResourceRequest'>,
  ...needed: readonly string[] | readonly [Requirements]
): NodeMiddleware {
  const requirements = checkedRequirements(isOne(needed) ? needed[0] : needed);
  return async (incoming, outgoing, next) => {
    const request = nodeRequest(incoming);
    const verdict = await resource.validateProtectedResourceRequest(request, requirements);
    if (!verdict.ok) {
      send(verdict.response, outgoing);
      return;
    }
    incoming[verified] = verdict.auth;
    next();
  };
}

function isOne(
  needed: readonly string[] | readonly [Requirements],
): needed is readonly [Requirements] {
  return needed.length === 1 && typeof needed[0] === 'object';
}

/**
 * What the token of a request says.
 *
 * @throws Error when no {@link requireOAuth} has let the request pass
 */
export function getAuth(request: IncomingRequest): AccessTokenInfo {
  const auth = request[verified];
  if (auth) return auth;
  throw new Error('The request has not passed requireOAuth; put it before this handler.');
}

/** `end` counts the bytes, which it does not after `writeHead`. */
function send({ status, headers, body }: HttpResponse, outgoing: OutgoingResponse): void {
  outgoing.statusCode = status;
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  outgoing.end(body);
}
