import { isPromiseLike } from './after.js';
import type { Client } from './client.js';
import { refused, toOAuthError, type OAuthError } from './errors.js';
import type { OAuthEventType } from './events.js';
import { json, splitUrl, type HttpRequest, type HttpResponse } from './http.js';
import type { EndpointContext, Endpoint } from './plugin.js';
import type { ServerContext } from './server-context.js';
import type { Awaitable } from './types.js';

/** Brings requests to endpoints and errors to answers. */
export interface Router {
  readonly canHandle: (url: string) => boolean;
  readonly handle: (request: HttpRequest) => Promise<HttpResponse>;
  readonly handleEndpoint: (endpoint: string, request: HttpRequest) => Promise<HttpResponse>;
  /**
   * Runs what an endpoint does, with what is registered for it, and turns whatever goes wrong into
   * its answer and an event.
   */
  readonly runEndpoint: (
    endpoint: string,
    request: HttpRequest,
    run: (call: EndpointContext, registered: Endpoint) => Awaitable<HttpResponse>,
  ) => Promise<HttpResponse>;
}

type Run = () => Awaitable<HttpResponse>;

/** The router of a server's endpoints. */
export function createRouter(server: ServerContext): Router {
  const { endpoints, plugins } = server;
  const middlewares = plugins.flatMap((plugin) => plugin.middleware ?? []).reverse();
  const members = new Map<string, string>();
  for (const member of endpoints.keys())
    members.set(new URL(server.endpointUrl(member)).pathname, member);
  const memberAt = (url: string): string | undefined =>
    members.get(url) ?? members.get(splitUrl(url).path);
  const runEndpoint: Router['runEndpoint'] = (endpoint, request, run) => {
    const call: EndpointContext = { request, endpoint };
    let next: Run = () => run(call, endpointFor(call, server));
    for (const middleware of middlewares) {
      const inner = next;
      next = () => middleware(call, server, () => guard(server, call, inner));
    }
    return guard(server, call, next);
  };
  const handleEndpoint: Router['handleEndpoint'] = (member, request) =>
    runEndpoint(member, request, (call, endpoint) => endpoint.handle(request, server, call));
  return {
    runEndpoint,
    handleEndpoint,
    canHandle: (url) => memberAt(url) !== undefined,
    handle: (request) => {
      const member = memberAt(request.url);
      if (member !== undefined) return handleEndpoint(member, request);
      return Promise.resolve(json(404, { error: 'not_found' }));
    },
  };
}

/** An endpoint's path, where the issuer's is `base`. */
export function pathBelow(
  { options, endpoints }: Pick<ServerContext, 'options' | 'endpoints'>,
  member: string,
  base: string,
): string {
  const path = options.paths?.[member] ?? endpoints.get(member)?.path ?? '';
  return typeof path === 'function' ? path(base) : base + path;
}

/** @throws OAuthError `temporarily_unavailable` while the option `available` says false */
export function checkAvailable({ options }: ServerContext): void {
  if (options.isAvailable?.() === false)
    throw refused('temporarily_unavailable', 'server.unavailable');
}

/**
 * What is registered for the call.
 *
 * @throws OAuthError where the method is another one or the server says that it is unavailable
 */
function endpointFor({ endpoint, request }: EndpointContext, server: ServerContext): Endpoint {
  checkAvailable(server);
  const registered = server.endpoints.get(endpoint);
  if (registered?.methods.includes(request.method)) return registered;
  throw refused('invalid_request', 'request.method_not_allowed', {
    status: 405,
    headers: { Allow: (registered?.methods ?? []).join(', ') },
  });
}

/** Turns whatever is thrown into an answer and an event. */
async function guard(
  server: ServerContext,
  call: EndpointContext,
  run: Run,
): Promise<HttpResponse> {
  try {
    const answered = run();
    // Waiting for what is there takes longer than looking.
    return isPromiseLike(answered) ? await answered : answered;
  } catch (thrown) {
    return failure(server, call, thrown);
  }
}

function failure(server: ServerContext, call: EndpointContext, thrown: unknown): HttpResponse {
  const error = toOAuthError(thrown);
  report(server, call, error);
  // A 401 has to name a way to authenticate (RFC 9110 section 11.6.1).
  const challenge = { 'WWW-Authenticate': `Basic realm="${server.issuer}"` };
  return error.toResponse(error.code === 'invalid_client' ? challenge : undefined);
}

/** Tells the operator of an error that is answered. */
export function report(
  server: ServerContext,
  { endpoint, client }: Readonly<{ endpoint: string; client?: Client | undefined }>,
  error: OAuthError,
  type: OAuthEventType = error.status >= 500 ? 'request.failed' : 'request.refused',
): void {
  const { reason, hint, cause, clientId = client?.client_id } = error.options;
  server.emit(type, { endpoint, reason, hint, cause, clientId, error: error.code });
}
