import type { HttpHeaders, HttpResponse } from '@oauth/core/plugin';
import { authProperty, toHttpRequest, type IncomingRequest } from './node-request.js';
import { normalizeRequirements } from './normalize-requirements.js';
import type { ProtectedResource } from './protected-resource.js';
import type { AccessTokenInfo, Requirements } from './types.js';

/** The part of a node:http response that {@link requireOAuth} writes. */
export interface OutgoingResponse {
  statusCode: number;
  setHeader(name: string, value: string | readonly string[]): unknown;
  end(body: string): unknown;
}

/** A middleware for node:http, Connect and Express. */
export type NodeMiddleware = (
  request: IncomingRequest,
  response: OutgoingResponse,
  next: (error?: unknown) => void,
) => Promise<void>;

/**
 * Calls `next` for requests whose token has these scopes, or meets these requirements, and answers
 * all others. {@link getAuth} then returns what the token says.
 *
 * @throws ConfigurationError for requirements that no token can meet
 * @example app.get('/profile', requireOAuth(api, 'profile:read'), handler)
 */
export function requireOAuth(
  resource: Pick<ProtectedResource, 'validateProtectedResourceRequest'>,
  ...required: readonly string[] | readonly [Requirements]
): NodeMiddleware {
  const requirements = normalizeRequirements(isRequirements(required) ? required[0] : required);
  return async (incoming, outgoing, next) => {
    const request = toHttpRequest(incoming);
    const result = await resource.validateProtectedResourceRequest(request, requirements);
    if (!result.ok) {
      sendResponse(result.response, outgoing);
      return;
    }
    incoming[authProperty] = result.auth;
    setHeaders(result.headers ?? {}, outgoing);
    next();
  };
}

function isRequirements(
  required: readonly string[] | readonly [Requirements],
): required is readonly [Requirements] {
  return required.length === 1 && typeof required[0] === 'object';
}

/**
 * What the token of a request says.
 *
 * @throws Error when {@link requireOAuth} has not validated the request
 */
export function getAuth(request: IncomingRequest): AccessTokenInfo {
  const auth = request[authProperty];
  if (auth) return auth;
  throw new Error('The request has not passed requireOAuth; put it before this handler.');
}

/** Avoids `writeHead`: after it, `end` sets no Content-Length. */
function sendResponse({ status, headers, body }: HttpResponse, outgoing: OutgoingResponse): void {
  outgoing.statusCode = status;
  setHeaders(headers, outgoing);
  outgoing.end(body);
}

function setHeaders(headers: HttpHeaders, outgoing: OutgoingResponse): void {
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
}
