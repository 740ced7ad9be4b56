import type { Client } from '../contract/client.js';
import type { Endpoint, EndpointContext, Middleware } from '../contract/endpoint.js';
import type { HttpHeaders, HttpResponse } from '../contract/http.js';
import type { Check, Plugin } from '../contract/plugin.js';
import type { ServerContext } from '../contract/server-context.js';
import type { ServerOptions } from '../contract/server-options.js';
import type { Seconds } from '../contract/types.js';
import { checkOptionNames, type OptionNames } from '../lib/option-names.js';
import { checkOrigins, isSafeOrigin } from './cors-origins.js';

/** Options of {@link cors}. */
export interface CorsOptions {
  /** Origins (`https://app.example`) whose pages may read responses, beside those of each client. */
  readonly origins?: readonly string[] | undefined;
  /** Seconds a browser may keep the answer to a preflight. Default: 600. */
  readonly maxAge?: Seconds | undefined;
}

const corsOptionNames: OptionNames<CorsOptions> = { origins: true, maxAge: true };

/** What {@link cors} returns. */
export interface CorsPlugin extends Required<Pick<Plugin, 'check' | 'checkClient'>> {
  readonly name: string;
  readonly middleware: Middleware;
}

/**
 * One CORS policy for all endpoints: preflights are answered, and responses, errors included, can be
 * read by pages of the origins listed here or at the client. Cookies never count. Pages without an
 * origin (`null`) read only what any origin may read; pages that came by http only from loopback.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function cors(corsOptions: CorsOptions = {}): CorsPlugin {
  const { origins = [], maxAge = 600 } = corsOptions;
  const known = new WeakMap<ServerContext, ReadonlySet<string>>();
  const isListed = (origin: string, server: ServerContext): boolean => {
    const listed = known.get(server) ?? collectOrigins(origins, server);
    known.set(server, listed);
    return listed.has(origin);
  };
  // The origins of a client that is found, not listed, show only with the client.
  const canPreflight = (origin: string, server: ServerContext): boolean =>
    server.hasUnlistedClients || isListed(origin, server);
  const canRead = (origin: string, server: ServerContext, client: Client | undefined): boolean => {
    // Until the client is known, there is no more to read than an error.
    if (client === undefined) return isListed(origin, server);
    return origins.includes(origin) || client.allowed_origins?.includes(origin) === true;
  };
  return {
    name: '@oauth/core cors',
    check: ({ options }, check) => checkCorsOptions(corsOptions, options, check),
    checkClient: ({ allowed_origins: allowed = [] }, { options }, check) =>
      checkOrigins('allowed_origins', allowed, options, check),
    async middleware(context, server, next) {
      const endpoint = server.endpoints.get(context.endpoint);
      const origin = context.request.headers.get('origin');
      if (endpoint?.cors === undefined || origin === null) return next();
      const preflight = isPreflight(context);
      const response = preflight ? answerPreflight(endpoint, maxAge) : await next();
      if (endpoint.cors === 'any-origin') return allowOrigin(response, '*', preflight);
      const isAllowed =
        isSafeOrigin(origin, server.options) &&
        (preflight ? canPreflight(origin, server) : canRead(origin, server, context.client));
      const varying = addHeaders(response, { Vary: addToVary(response) });
      return isAllowed ? allowOrigin(varying, origin, preflight) : varying;
    },
  };
}

function checkCorsOptions(corsOptions: CorsOptions, options: ServerOptions, check: Check): void {
  checkOptionNames(corsOptions, corsOptionNames, check, 'cors.');
  const { origins = [], maxAge = 600 } = corsOptions;
  const isWhole = Number.isSafeInteger(maxAge) && maxAge >= 0;
  check(isWhole, 'cors.maxAge', 'must be seconds, 0 or more');
  checkOrigins('cors.origins', origins, options, check);
}

function collectOrigins(
  origins: readonly string[],
  { listedClients }: ServerContext,
): ReadonlySet<string> {
  return new Set([...origins, ...listedClients.flatMap((client) => client.allowed_origins ?? [])]);
}

function isPreflight({ request }: EndpointContext): boolean {
  return (
    request.method === 'OPTIONS' && request.headers.get('access-control-request-method') !== null
  );
}

/** A star stands for all headers except `Authorization`. */
function answerPreflight(endpoint: Endpoint, maxAge: Seconds): HttpResponse {
  const headers = {
    'Access-Control-Allow-Methods': endpoint.methods.join(', '),
    'Access-Control-Allow-Headers':
      endpoint.cors === 'any-origin' ? '*' : 'Authorization, Content-Type, DPoP',
    'Access-Control-Max-Age': String(maxAge),
  };
  return { status: 204, headers, body: '' };
}

const exposedHeaders = {
  'Access-Control-Expose-Headers': 'WWW-Authenticate, DPoP-Nonce, Retry-After',
};

function allowOrigin(response: HttpResponse, origin: string, preflight: boolean): HttpResponse {
  const exposed = preflight ? undefined : exposedHeaders;
  return addHeaders(response, { 'Access-Control-Allow-Origin': origin, ...exposed });
}

function addHeaders(response: HttpResponse, headers: HttpHeaders): HttpResponse {
  return { ...response, headers: { ...response.headers, ...headers } };
}

function addToVary({ headers }: HttpResponse): string {
  return [headers['Vary'] ?? [], 'Origin'].flat().join(', ');
}
