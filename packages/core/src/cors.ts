import type { HttpHeaders, HttpResponse } from './http.js';
import type { Call, Endpoint, Plugin } from './plugin.js';

/** Options of {@link cors}. */
export interface CorsOptions {
  /** Origins (`https://app.example`) whose pages may read answers, beside those of each client. */
  readonly origins?: readonly string[] | undefined;
  /** Seconds a browser may remember that it may ask. Default: 600. */
  readonly maxAge?: number | undefined;
}

/**
 * One policy for pages of other origins: preflights are answered, answers can be read by the
 * origins listed here or at the client, errors included. Cookies never count.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function cors({ origins = [], maxAge = 600 }: CorsOptions = {}): Plugin {
  const listed = new Set(origins);
  return {
    name: '@oauth/core cors',
    check(_options, check) {
      origins.forEach((origin, index) => {
        const serialized = URL.canParse(origin) && new URL(origin).origin === origin;
        check(
          serialized,
          `cors.origins[${index}]`,
          'must be an origin such as https://app.example',
        );
      });
    },
    async around(call, server, next) {
      const endpoint = server.endpoints.get(call.endpoint);
      const origin = call.request.headers.get('origin');
      if (endpoint?.cors === undefined || origin === null) return next();
      if (isPreflight(call)) return preflight(endpoint, origin, maxAge);
      const response = await next();
      const own = call.client?.allowed_origins ?? [];
      const allowed = endpoint.cors === 'anybody' || listed.has(origin) || own.includes(origin);
      return readable(response, endpoint, origin, allowed);
    },
  };
}

function isPreflight({ request }: Call): boolean {
  return (
    request.method === 'OPTIONS' && request.headers.get('access-control-request-method') !== null
  );
}

/** Says what may be asked. Who may read the answer is decided with the answer. */
function preflight(endpoint: Endpoint, origin: string, maxAge: number): HttpResponse {
  const headers = {
    ...originHeaders(endpoint, origin),
    'Access-Control-Allow-Methods': endpoint.methods.join(', '),
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, DPoP',
    'Access-Control-Max-Age': String(maxAge),
  };
  return { status: 204, headers, body: '' };
}

function readable(
  response: HttpResponse,
  endpoint: Endpoint,
  origin: string,
  allowed: boolean,
): HttpResponse {
  const headers: HttpHeaders = allowed
    ? {
        ...originHeaders(endpoint, origin),
        'Access-Control-Expose-Headers': 'WWW-Authenticate, DPoP-Nonce, Retry-After',
      }
    : { Vary: 'Origin' };
  return { ...response, headers: { ...response.headers, ...headers } };
}

function originHeaders(endpoint: Endpoint, origin: string): HttpHeaders {
  return endpoint.cors === 'anybody'
    ? { 'Access-Control-Allow-Origin': '*' }
    : { 'Access-Control-Allow-Origin': origin, Vary: 'Origin' };
}
