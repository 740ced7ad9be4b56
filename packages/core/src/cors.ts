import type { HttpHeaders, HttpResponse } from './http.js';
import type { ServerOptions } from './options.js';
import type { Middleware, EndpointContext, Check, Endpoint } from './plugin.js';
import type { ServerContext } from './server-context.js';
import type { Seconds } from './types.js';

/** Options of {@link cors}. */
export interface CorsOptions {
  /** Origins (`https://app.example`) whose pages may read answers, beside those of each client. */
  readonly origins?: readonly string[] | undefined;
  /** How long a browser may remember that it may ask. Default: 600. */
  readonly maxAge?: Seconds | undefined;
}

/** What {@link cors} returns. */
export interface CorsPlugin {
  readonly name: string;
  readonly check: (server: ServerContext, check: Check) => void;
  readonly middleware: Middleware;
}

/**
 * One policy for pages of other origins: preflights are answered, answers can be read by the
 * origins listed here or at the client, errors included. Cookies never count. Pages without an
 * origin (`null`) never read what is not for everybody, pages that came by http only from loopback.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function cors({ origins = [], maxAge = 600 }: CorsOptions = {}): CorsPlugin {
  const known = new WeakMap<ServerContext, ReadonlySet<string>>();
  const isKnown = (origin: string, server: ServerContext): boolean => {
    const all = known.get(server) ?? new Set([...origins, ...originsOfClients(server.options)]);
    known.set(server, all);
    return all.has(origin);
  };

  function mayAsk(origin: string, server: ServerContext): boolean {
    // Whose clients a function finds, the origins show only with the client.
    return typeof server.options.clients === 'function' || isKnown(origin, server);
  }

  function mayRead(origin: string, server: ServerContext, { client }: EndpointContext): boolean {
    // Until the client is known, there is no more to read than an error.
    if (client === undefined) return isKnown(origin, server);
    return origins.includes(origin) || client.allowed_origins?.includes(origin) === true;
  }

  return {
    name: '@oauth/core cors',
    check({ options }, check) {
      const whole = Number.isSafeInteger(maxAge) && maxAge >= 0;
      check(whole, 'cors.maxAge', 'must be seconds, 0 or more');
      checkOrigins(origins, options, check);
    },
    async middleware(call, server, next) {
      const endpoint = server.endpoints.get(call.endpoint);
      const origin = call.request.headers.get('origin');
      if (endpoint?.cors === undefined || origin === null) return next();
      const asks = isPreflight(call);
      const response = asks ? preflight(endpoint, maxAge) : await next();
      if (endpoint.cors === 'anybody') return readable(response, '*', asks);
      const safe = isSafeOrigin(origin, server.options);
      const allowed = safe && (asks ? mayAsk(origin, server) : mayRead(origin, server, call));
      const varying = add(response, { Vary: varyOf(response) });
      return allowed ? readable(varying, origin, asks) : varying;
    },
  };
}

function isPreflight({ request }: EndpointContext): boolean {
  return (
    request.method === 'OPTIONS' && request.headers.get('access-control-request-method') !== null
  );
}

/** What may be asked, by whoever may ask. A star stands for all headers but `Authorization`. */
function preflight(endpoint: Endpoint, maxAge: Seconds): HttpResponse {
  const headers = {
    'Access-Control-Allow-Methods': endpoint.methods.join(', '),
    'Access-Control-Allow-Headers':
      endpoint.cors === 'anybody' ? '*' : 'Authorization, Content-Type, DPoP',
    'Access-Control-Max-Age': String(maxAge),
  };
  return { status: 204, headers, body: '' };
}

const exposed = { 'Access-Control-Expose-Headers': 'WWW-Authenticate, DPoP-Nonce, Retry-After' };

function readable(response: HttpResponse, origin: string, asks: boolean): HttpResponse {
  const shown = asks ? undefined : exposed;
  return add(response, { 'Access-Control-Allow-Origin': origin, ...shown });
}

function add(response: HttpResponse, headers: HttpHeaders): HttpResponse {
  return { ...response, headers: { ...response.headers, ...headers } };
}

function varyOf({ headers }: HttpResponse): string {
  return [headers['Vary'] ?? [], 'Origin'].flat().join(', ');
}

function originsOfClients({ clients }: ServerOptions): readonly string[] {
  if (typeof clients === 'function') return [];
  return clients.flatMap(({ allowed_origins: allowed = [] }) => allowed);
}

function checkOrigins(origins: readonly string[], options: ServerOptions, check: Check): void {
  const message = 'must be an origin such as https://app.example';
  const checkAll = (path: string, list: readonly string[] = []): void =>
    list.forEach((one, at) => check(isSafeOrigin(one, options), `${path}[${at}]`, message));
  checkAll('cors.origins', origins);
  if (typeof options.clients === 'function') return;
  options.clients.forEach((client, index) =>
    checkAll(`clients[${index}].allowed_origins`, client.allowed_origins),
  );
}

const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/;

/** An origin as browsers write it: https, http on loopback, or an app's own scheme. */
function isSafeOrigin(origin: string, { allowInsecureIssuer }: ServerOptions): boolean {
  if (origin.includes('*')) return false;
  if (!/^https?:/.test(origin)) return /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]+$/.test(origin);
  const plain = origin.startsWith('http:') && allowInsecureIssuer !== true;
  if (plain && !loopback.test(origin)) return false;
  return URL.canParse(origin) && new URL(origin).origin === origin;
}
