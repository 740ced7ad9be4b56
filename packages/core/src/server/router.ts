import type { Endpoint, EndpointContext } from '../contract/endpoint.js';
import { type HttpResponse, json } from '../contract/http.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Router, RunEndpoint } from '../contract/server.js';
import type { Awaitable } from '../contract/types.js';
import { assertAvailable } from '../http/endpoint-path.js';
import { requestError } from '../http/reasons.js';
import { reportError, toOAuthError } from '../http/report-error.js';
import { splitUrl } from '../http/url.js';
import { isPromiseLike } from '../lib/and-then.js';

type Run = () => Awaitable<HttpResponse>;

/** The router of a server's endpoints. */
export function createRouter(server: ServerContext): Router {
  const { endpoints, plugins } = server;
  const middlewares = plugins.flatMap((plugin) => plugin.middleware ?? []).reverse();
  const members = new Map<string, string>();
  for (const member of endpoints.keys())
    members.set(new URL(server.endpointUrl(member)).pathname, member);
  const findMember = (url: string): string | undefined =>
    members.get(url) ?? members.get(splitUrl(url).path);
  const runEndpoint: RunEndpoint = (endpoint, request, handler) => {
    const context: EndpointContext = { request, endpoint };
    let next: Run = () => handler(context, selectEndpoint(context, server));
    for (const middleware of middlewares) {
      const inner = next;
      next = () => middleware(context, server, () => runWithErrorResponse(server, context, inner));
    }
    return runWithErrorResponse(server, context, next);
  };
  const handleEndpoint: Router['handleEndpoint'] = (member, request) =>
    runEndpoint(member, request, (context, endpoint) => endpoint.handle(request, server, context));
  return {
    runEndpoint,
    handleEndpoint,
    canHandle: (url) => findMember(url) !== undefined,
    handle: (request) => {
      const member = findMember(request.url);
      if (member !== undefined) return handleEndpoint(member, request);
      return Promise.resolve(json(404, { error: 'not_found' }));
    },
  };
}

/**
 * The registered endpoint of a request.
 *
 * @throws OAuthError where it does not take the method, or the server is not available
 */
function selectEndpoint({ endpoint, request }: EndpointContext, server: ServerContext): Endpoint {
  assertAvailable(server);
  const registered = server.endpoints.get(endpoint);
  if (registered?.methods.includes(request.method)) return registered;
  const methods = (registered?.methods ?? []).join(', ');
  throw requestError('request.method_not_allowed', {
    values: { methods },
    headers: { Allow: methods },
  });
}

/** Turns whatever is thrown into a response and an event. */
async function runWithErrorResponse(
  server: ServerContext,
  context: EndpointContext,
  run: Run,
): Promise<HttpResponse> {
  try {
    const response = run();
    // An `await` of what is there takes longer than this test.
    return isPromiseLike(response) ? await response : response;
  } catch (thrown) {
    return createErrorResponse(server, context, thrown);
  }
}

function createErrorResponse(
  server: ServerContext,
  context: EndpointContext,
  thrown: unknown,
): HttpResponse {
  const error = toOAuthError(thrown);
  reportError(server, context, error);
  // A 401 has to name a way to authenticate (RFC 9110 section 11.6.1).
  const challenge = { 'WWW-Authenticate': `Basic realm="${server.issuer}"` };
  return error.toResponse(error.code === 'invalid_client' ? challenge : undefined);
}
