import type {
  AuthorizationDecision,
  AuthorizationRequest,
  Authorize,
  RedirectableRequest,
} from '../contract/authorization.js';
import type { Endpoint } from '../contract/endpoint.js';
import type { OAuthError } from '../contract/errors.js';
import type { HttpRequest, HttpResponse } from '../contract/http.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Awaitable } from '../contract/types.js';
import { reportError, toOAuthError } from '../http/report-error.js';
import { runHooks } from '../lib/run-hooks.js';
import { approveRequest } from './approve-request.js';
import { prefersJson, renderPlainErrorPage } from './error-page.js';
import { authorizationMethods } from './read-parameters.js';
import { authorizationError } from './reasons.js';
import { selectErrorMode, sendToRedirectUri } from './redirect.js';
import { pageHeaders } from './response-modes.js';
import { readRedirectableRequest, validateRedirectableRequest } from './validate-request.js';

/**
 * The authorization endpoint. The request is read anew each time a page comes back to it, so nothing
 * that a page carries along can change what is approved.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1
 */
export const authorizationEndpoint: Endpoint = {
  path: '/authorize',
  methods: authorizationMethods,
  handle: (http, server) =>
    respondToAuthorization(server, http, server.options.authorize ?? refuseToAuthorize),
};

/** Validates an authorization request, has it decided, and carries the decision out. */
export async function respondToAuthorization(
  server: ServerContext,
  http: HttpRequest,
  authorize: Authorize,
): Promise<HttpResponse> {
  let base: RedirectableRequest | undefined;
  try {
    base = await readRedirectableRequest(server, http);
    const request = await validateRedirectableRequest(server, base);
    const decision = await decideAuthorization(server, request, await authorize(request));
    return await carryOutAuthorization(server, request, decision);
  } catch (thrown) {
    const error = toOAuthError(thrown);
    const type = error.code === 'access_denied' ? 'authorization.denied' : undefined;
    reportError(server, { endpoint: 'authorization_endpoint', client: base?.client }, error, type);
    if (base === undefined) return showError(server, error, http);
    const mode = selectErrorMode(server, base.parameters);
    return sendToRedirectUri(server, base, mode, error.toParameters());
  }
}

/** Passes the app's decision through the hooks of plugins. */
export function decideAuthorization(
  server: ServerContext,
  request: AuthorizationRequest,
  decision: AuthorizationDecision,
): Awaitable<AuthorizationDecision> {
  return runHooks(server.hooks.onDecision, decision, request, server);
}

async function carryOutAuthorization(
  server: ServerContext,
  request: AuthorizationRequest,
  decision: AuthorizationDecision,
): Promise<HttpResponse> {
  if ('show' in decision) return addPageHeaders(decision.show);
  if ('approve' in decision) return approveRequest(server, request, decision.approve);
  throw decision.deny === true ? authorizationError('authorization.denied') : decision.deny;
}

function showError(server: ServerContext, error: OAuthError, http: HttpRequest): HttpResponse {
  const render = server.options.renderErrorPage ?? renderPlainErrorPage;
  return addPageHeaders(prefersJson(http) ? error.toResponse() : render(error, http));
}

function addPageHeaders(response: HttpResponse): HttpResponse {
  return { ...response, headers: { ...pageHeaders, ...response.headers } };
}

const refuseToAuthorize: Authorize = () => {
  throw authorizationError('authorize.missing');
};
