import type { HttpRequest } from '../contract/http.js';
import type { Parameters } from '../contract/parameters.js';
import type { ServerContext } from '../contract/server-context.js';
import { splitUrl } from '../http/url.js';
import { authorizationError } from './reasons.js';

/** The HTTP methods of the authorization endpoint. */
export const authorizationMethods: readonly string[] = ['GET', 'POST'];

/** The parameters of an authorization request, and what came beside them. */
export interface AuthorizationSources {
  readonly parameters: Parameters;
  /** What a page of the app posted beside them. */
  readonly form: Parameters | undefined;
}

/** A body can be read once, and apps with pages of their own validate a request, then answer it. */
const alreadyRead = new WeakMap<HttpRequest, Promise<AuthorizationSources>>();

/** Reads the parameters of an authorization request, once for each HTTP request. */
export function readAuthorizationSources(
  server: ServerContext,
  http: HttpRequest,
): Promise<AuthorizationSources> {
  const sources = alreadyRead.get(http) ?? readSources(server, http);
  alreadyRead.set(http, sources);
  return sources;
}

/**
 * One source only. A page of the app posts back to the URL that carries the request: then the body is
 * the page's, and must not speak for the request.
 */
async function readSources(
  server: ServerContext,
  http: HttpRequest,
): Promise<AuthorizationSources> {
  if (!authorizationMethods.includes(http.method))
    throw authorizationError('request.method_not_allowed', {
      headers: { Allow: authorizationMethods.join(', ') },
    });
  const { query } = splitUrl(http.url);
  if (http.method === 'GET') return { parameters: server.parseParameters(query), form: undefined };
  if (query === '') return { parameters: await server.readForm(http), form: undefined };
  const form = await server.readForm(http, 'allowed');
  if (form.get('client_id') !== undefined) throw authorizationError('request.two_sources');
  return { parameters: server.parseParameters(query), form };
}

/** Formats parameters as a query. */
export function formatQuery(parameters: Parameters): string {
  const pairs: string[] = [];
  for (const name of parameters.names())
    for (const value of parameters.all(name))
      pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return pairs.join('&');
}
