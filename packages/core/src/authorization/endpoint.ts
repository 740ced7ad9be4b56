import type {
  Approval,
  AuthorizationDecision,
  AuthorizationRequest,
  Authorize,
  RedirectableRequest,
} from './types.js';
import { errorMode, methods, readAuthorization, readRedirectable } from './request.js';
import { checkAuthorization } from './check.js';
import { plainErrorPage, wantsJson } from './error-page.js';
import { OAuthError, toOAuthError } from '../errors.js';
import type { HttpRequest, HttpResponse } from '../http.js';
import { prepareIssue } from '../issuing.js';
import type { Endpoint } from '../plugin.js';
import { checkAvailable } from '../router.js';
import { pageHeaders, responseModes } from './response-modes.js';
import { formatScope } from '../scope.js';
import type { ServerContext } from '../server-context.js';
import type { Server } from '../server.js';
import type { Change } from '../store.js';
import type { Awaitable } from '../types.js';

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
  { answer, context }: Pick<Server, 'answer' | 'context'>,
  http: HttpRequest,
  decision: AuthorizationDecision,
): Promise<HttpResponse> {
  return answer('authorization_endpoint', http, () => respond(context, http, () => decision));
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
    report(server, error, base);
    return base === undefined ? show(server, error, http) : redirectError(server, error, base);
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

async function approve(
  server: ServerContext,
  request: AuthorizationRequest,
  approval: Approval,
): Promise<HttpResponse> {
  const scope = [...new Set(approval.scope ?? request.scope)];
  if (!scope.every((one) => request.scope.includes(one))) throw widened();
  const type = server.responseTypes.get(request.responseType);
  const { code, token } = (await type?.decide(request, { ...approval, scope }, server)) ?? {};
  const grantId = server.tokens.newGrantId();
  const changes: Change[] = [];
  let parameters: Record<string, string> = {};
  const { client, now } = request;
  const clientId = client.client_id;
  const { subject, audience, details } = approval;
  if (code !== undefined) {
    const minted = await server.tokens.mint(grantId, undefined);
    const own = { scope: formatScope(scope), issuedAt: now, audience, details };
    const data = Object.assign({}, own, code.data);
    const expiresAt = now + code.lifetime;
    const kind = 'authorization_code';
    const record = { id: minted.id, version: 0, kind, grantId, clientId, subject, expiresAt, data };
    changes.push({ type: 'insert', record });
    parameters['code'] = minted.token;
  }
  if (token !== undefined) {
    const issue = await prepareIssue(server, { ...request, grantType: 'implicit' }, token, grantId);
    changes.push(...issue.changes);
    parameters = { ...parameters, ...asText(issue.body) };
  }
  for (const hook of server.hooks)
    if (hook.redirecting) parameters = { ...(await hook.redirecting(parameters, request, server)) };
  if (changes.length > 0) await store(server, changes);
  server.emit('authorization.granted', { clientId, subject, grantId, scope });
  return redirect(server, request, request.responseMode, parameters);
}

async function store(server: ServerContext, changes: readonly Change[]): Promise<void> {
  const result = await server.store.commit(changes);
  if (result.committed) return;
  throw new OAuthError('temporarily_unavailable', { reason: 'store.contended' });
}

function asText(body: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/** @see https://www.rfc-editor.org/rfc/rfc9207#section-2 */
function redirect(
  server: ServerContext,
  request: RedirectableRequest,
  mode: string,
  parameters: Readonly<Record<string, string>>,
): Awaitable<HttpResponse> {
  const sent = new Map(Object.entries(parameters));
  if (request.state !== undefined) sent.set('state', request.state);
  sent.set('iss', server.issuer);
  const responseMode = server.responseModes.get(mode);
  if (responseMode === undefined) throw new TypeError(`no response mode ${mode}`);
  return responseMode.respond(request.redirectUri, sent, request, server);
}

function redirectError(
  server: ServerContext,
  error: OAuthError,
  base: RedirectableRequest,
): Awaitable<HttpResponse> {
  return redirect(server, base, errorMode(server, base.parameters), error.members());
}

function show(server: ServerContext, error: OAuthError, http: HttpRequest): HttpResponse {
  const page = server.options.errorPage ?? plainErrorPage;
  return withPageHeaders(wantsJson(http) ? error.toResponse() : page(error, http));
}

function withPageHeaders(response: HttpResponse): HttpResponse {
  return { ...response, headers: { ...pageHeaders, ...response.headers } };
}

function report(
  server: ServerContext,
  error: OAuthError,
  base: RedirectableRequest | undefined,
): void {
  const { code, options } = error;
  const { reason, hint, cause } = options;
  const clientId = base?.client.client_id ?? options.clientId;
  const details = { endpoint: 'authorization_endpoint', reason, hint, cause, clientId };
  const failed = error.status >= 500 ? 'request.failed' : 'request.refused';
  const type = code === 'access_denied' ? 'authorization.denied' : failed;
  server.emit(type, { ...details, error: code });
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

function widened(): OAuthError {
  return new OAuthError('invalid_scope', {
    reason: 'authorization.scope_widened',
    description: 'More was approved than the client asked for.',
    hint: 'authorize may approve only scopes of request.scope.',
  });
}
