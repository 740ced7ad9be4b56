import type {
  AuthorizationDecision,
  AuthorizationRequest,
  Authorize,
  RedirectableRequest,
} from './types.js';
import { approve } from './approve.js';
import { errorMode, methods, readAuthorization, readRedirectable } from './request.js';
import { checkAuthorization } from './check.js';
import { renderPlainErrorPage, wantsJson } from './error-page.js';
import { OAuthError, toOAuthError } from '../errors.js';
import type { HttpRequest, HttpResponse } from '../http.js';
import type { Endpoint } from '../plugin.js';
import { redirect } from './redirect.js';
import { pageHeaders, responseModes } from './response-modes.js';
import { checkAvailable, report } from '../router.js';
import type { ServerContext } from '../server-context.js';
import type { Server } from '../server.js';

/**
 * The authorization endpoint. The request is read anew each time a page comes back to it, so
 * nothing that a page carries along can change what is approved.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1
 */
export const authorizationEndpoint: Endpoint = {
  path: '/authorize',
  methods,
  handle: (http, server) => respond(server, http, server.options.authorize ?? undecided),
};

/** What a plugin with response types spreads into itself, so that they have an endpoint. */
export const authorizationParts = {
  endpoints: { authorization_endpoint: authorizationEndpoint },
  responseModes,
  check: checkAuthorization,
} as const;

/**
 * Checks an authorization request, for those who compose their own pages. An error need not be
 * told apart: {@link createAuthorizationResponse} shows or redirects it as it has to be.
 *
 * @throws OAuthError
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
 */
export async function validateAuthorizationRequest(
  server: Pick<Server, 'context'>,
  http: HttpRequest,
): Promise<AuthorizationRequest> {
  checkAvailable(server.context);
  return readAuthorization(server.context, await readRedirectable(server.context, http));
}

/**
 * Answers an authorization request, checked anew, by a decision made outside. It never rejects.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
 */
export async function createAuthorizationResponse(
  { runEndpoint, context }: Pick<Server, 'runEndpoint' | 'context'>,
  http: HttpRequest,
  decision: AuthorizationDecision,
): Promise<HttpResponse> {
  return runEndpoint('authorization_endpoint', http, () => respond(context, http, () => decision));
}

async function respond(
  server: ServerContext,
  http: HttpRequest,
  authorize: Authorize,
): Promise<HttpResponse> {
  let base: RedirectableRequest | undefined;
  try {
    base = await readRedirectable(server, http);
    const request = await readAuthorization(server, base);
    return await carryOut(server, request, await authorize(request));
  } catch (thrown) {
    const error = toOAuthError(thrown);
    const type = error.code === 'access_denied' ? 'authorization.denied' : undefined;
    report(server, { endpoint: 'authorization_endpoint', client: base?.client }, error, type);
    if (base === undefined) return show(server, error, http);
    const mode = errorMode(server, base.parameters);
    return redirect(server, base, mode, error.toParameters());
  }
}

async function carryOut(
  server: ServerContext,
  request: AuthorizationRequest,
  decision: AuthorizationDecision,
): Promise<HttpResponse> {
  if ('show' in decision) return withPageHeaders(decision.show);
  if ('approve' in decision) return approve(server, request, decision.approve);
  throw decision.deny === true ? denied() : decision.deny;
}

function show(server: ServerContext, error: OAuthError, http: HttpRequest): HttpResponse {
  const page = server.options.renderErrorPage ?? renderPlainErrorPage;
  return withPageHeaders(wantsJson(http) ? error.toResponse() : page(error, http));
}

function withPageHeaders(response: HttpResponse): HttpResponse {
  return { ...response, headers: { ...pageHeaders, ...response.headers } };
}

const undecided: Authorize = () => {
  throw new OAuthError('server_error', {
    reason: 'authorize.missing',
    description: 'The server is not set up to answer authorization requests.',
    hint: 'Set the option authorize, or serve this path yourself with createAuthorizationResponse.',
  });
};

function denied(): OAuthError {
  return new OAuthError('access_denied', {
    reason: 'authorization.denied',
    description: 'The request was denied.',
  });
}
