import type { HttpRequest, HttpResponse } from '@oauth/core';
import type { ProtectedResource } from './protected-resource.js';
import type { AccessTokenInfo, Requirements } from './types.js';

/** What is needed of a node:http request, Express's and Connect's among them. */
export interface IncomingRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly originalUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What is needed of a node:http response. */
export interface OutgoingResponse {
  writeHead(status: number, headers: Record<string, string | string[]>): unknown;
  end(body: string): unknown;
}

/** A middleware of node:http style. */
export type NodeMiddleware = (
  request: IncomingRequest,
  response: OutgoingResponse,
  next: (error?: unknown) => void,
) => Promise<void>;

const known = new WeakMap<object, AccessTokenInfo>();

/**
 * Lets requests pass that bring a good token with these scopes. What the token says is then at
 * {@link authOf}.
 *
 * @example app.get('/profile', requireOAuth(api, 'profile:read'), handler)
 */
export function requireOAuth(
  resource: ProtectedResource,
  ...needed: readonly (string | Requirements)[]
): NodeMiddleware {
  const requirements = merged(needed);
  return async (incoming, outgoing, next) => {
    const verdict = await resource.validateProtectedResourceRequest(
      asRequest(incoming),
      requirements,
    );
    if (!verdict.ok) {
      send(verdict.response, outgoing);
      return;
    }
    known.set(incoming, verdict.auth);
    next();
  };
}

/**
 * What the token of a request says.
 *
 * @throws Error when no {@link requireOAuth} has let the request pass
 */
export function authOf(request: object): AccessTokenInfo {
  const auth = known.get(request);
  if (auth) return auth;
  throw new Error('The request has not passed requireOAuth; put it before this handler.');
}

/**
 * The same for handlers that take a `Request` and return a `Response`.
 *
 * @example export default { fetch: protect(api, ['profile:read'], (request, auth) => …) }
 */
export function protect(
  resource: ProtectedResource,
  needed: readonly (string | Requirements)[],
  handler: (request: Request, auth: AccessTokenInfo) => Response | Promise<Response>,
): (request: Request) => Promise<Response> {
  const requirements = merged(needed);
  return async (request) => {
    const verdict = await resource.validateProtectedResourceRequest(request, requirements);
    if (verdict.ok) return handler(request, verdict.auth);
    const { status, headers, body } = verdict.response;
    return new Response(body, { status, headers: flat(headers) });
  };
}

function merged(needed: readonly (string | Requirements)[]): Requirements {
  let all: Requirements = {};
  const scopes: string[] = [];
  for (const one of needed) {
    if (typeof one === 'string') scopes.push(one);
    else {
      scopes.push(...(one.scopes ?? []));
      all = { ...all, ...one };
    }
  }
  return { ...all, scopes };
}

function asRequest(incoming: IncomingRequest): HttpRequest {
  return {
    method: incoming.method ?? 'GET',
    url: incoming.originalUrl ?? incoming.url ?? '/',
    headers: {
      get(name) {
        const value = incoming.headers[name.toLowerCase()];
        return typeof value === 'string' ? value : (value?.join(', ') ?? null);
      },
    },
    text: () => Promise.resolve(''),
  };
}

function send({ status, headers, body }: HttpResponse, outgoing: OutgoingResponse): void {
  outgoing.writeHead(status, flat(headers));
  outgoing.end(body);
}

function flat(headers: HttpResponse['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : value.join(', '),
    ]),
  );
}
