import type { AuthorizationRequest, RedirectableRequest, ResponseType } from './types.js';
import { getGrantTypes, type Client } from '../client.js';
import { OAuthError } from '../errors.js';
import { splitUrl, type HttpRequest } from '../http.js';
import type { Parameters } from '../parameters.js';
import { resolveRedirectUri } from './redirect-uri.js';
import type { ServerContext } from '../server-context.js';
import type { JsonObject } from '../types.js';

/**
 * Reads as far as the redirect URI. What it throws must be shown, never redirected.
 *
 * @throws OAuthError `invalid_request`
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 */
export async function readRedirectable(
  server: ServerContext,
  http: HttpRequest,
): Promise<RedirectableRequest> {
  const { parameters, form } = await readOnce(server, http);
  const clientId = parameters.required('client_id');
  const client = await server.findClient(clientId);
  if (client === undefined) throw unknownClient(clientId);
  const redirectUri = resolveRedirectUri(client, parameters, server.options);
  const redirectUriGiven = parameters.get('redirect_uri') !== undefined;
  const state = parameters.get('state');
  const url = `${server.endpointUrl('authorization_endpoint')}?${queryOf(parameters)}`;
  const now = server.now();
  return { http, url, parameters, form, now, client, redirectUri, redirectUriGiven, state };
}

function queryOf(parameters: Parameters): string {
  const pairs = Array.from(parameters.names(), (name) =>
    parameters.all(name).map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return pairs.flat().join('&');
}

/** The values of a response type are a set: their order means nothing (RFC 6749 section 3.1.1). */
export function responseTypeKey(responseType: string): string {
  return responseType.split(' ').sort().join(' ');
}

/** What the authorization endpoint answers; a framework may pass HEAD where it was asked for GET. */
export const methods: readonly string[] = ['GET', 'POST'];

interface Sources {
  readonly parameters: Parameters;
  /** What a page of the app's posted beside them. */
  readonly form: Parameters | undefined;
}

/** A body can be read once, but those with pages of their own have a request checked, then answered. */
const alreadyRead = new WeakMap<HttpRequest, Promise<Sources>>();

function readOnce(server: ServerContext, http: HttpRequest): Promise<Sources> {
  const sources = alreadyRead.get(http) ?? readParameters(server, http);
  alreadyRead.set(http, sources);
  return sources;
}

/**
 * One source only. A page of the app's posts back to the URL that carries the request: then the
 * body is the page's, and must not speak for the request.
 */
async function readParameters(server: ServerContext, http: HttpRequest): Promise<Sources> {
  if (!methods.includes(http.method)) throw wrongMethod();
  const { query } = splitUrl(http.url);
  if (http.method === 'GET') return { parameters: server.parse(query), form: undefined };
  if (query === '') return { parameters: await server.readForm(http), form: undefined };
  const form = await server.readForm(http, 'allowed');
  if (form.get('client_id') !== undefined) throw twoSources();
  return { parameters: server.parse(query), form };
}

/**
 * Reads the rest. What it throws goes to the redirect URI.
 *
 * @throws OAuthError
 */
export async function readAuthorization(
  server: ServerContext,
  base: RedirectableRequest,
): Promise<AuthorizationRequest> {
  const { parameters, client } = base;
  let info: JsonObject = {};
  for (const hook of server.hooks)
    info = { ...info, ...(await hook.onAuthorizationRequest?.(base, server)) };
  const responseType = responseTypeKey(parameters.required('response_type'));
  const type = server.responseTypes.get(responseType);
  if (type === undefined) throw unsupported(server);
  if (!mayUse(client, responseType, type)) throw unauthorized(responseType);
  const responseMode = parameters.get('response_mode') ?? type.responseMode;
  const mode = server.responseModes.get(responseMode);
  if (mode === undefined || (type.responseMode === 'fragment' && !mode.carriesTokens))
    throw unsuitableMode();
  const scope = server.scopes.resolve(client, parameters.get('scope'));
  const request = Object.assign({}, base, { responseType, responseMode, scope, info });
  await type.validate?.(request, server);
  for (const hook of server.hooks)
    info = { ...info, ...(await hook.beforeAuthorize?.(request, server)) };
  return { ...request, info };
}

/** Whether a client is registered for a response type, and for its grant if it has one. */
export function mayUse(
  client: Client,
  responseType: string,
  { grantType }: Pick<ResponseType, 'grantType'>,
): boolean {
  const allowed = client.response_types ?? ['code'];
  return (
    allowed.some((type) => responseTypeKey(type) === responseType) &&
    (grantType === undefined || getGrantTypes(client).includes(grantType))
  );
}

/** How an error gets back: as asked for if that is possible, else as the response type would. */
export function errorMode(server: ServerContext, parameters: Parameters): string {
  const type = server.responseTypes.get(responseTypeKey(parameters.get('response_type') ?? ''));
  const asked = parameters.get('response_mode') ?? '';
  const mode = server.responseModes.get(asked);
  if (mode && (type?.responseMode !== 'fragment' || mode.carriesTokens)) return asked;
  return type?.responseMode ?? 'query';
}

function unknownClient(clientId: string): OAuthError {
  return new OAuthError('invalid_request', {
    reason: 'client.unknown',
    description: 'The client is not registered here.',
    clientId,
  });
}

function wrongMethod(): OAuthError {
  return new OAuthError('invalid_request', {
    reason: 'request.method_not_allowed',
    description: 'The request must be a GET or a POST.',
    status: 405,
    headers: { Allow: methods.join(', ') },
  });
}

function twoSources(): OAuthError {
  return new OAuthError('invalid_request', {
    reason: 'request.two_sources',
    description: 'The request must be in the query or in the body, not in both.',
  });
}

function unsupported(server: ServerContext): OAuthError {
  return new OAuthError('unsupported_response_type', {
    reason: 'response_type.unsupported',
    description: 'The response type is not supported by this server.',
    hint: `Registered are: ${[...server.responseTypes.keys()].join(', ')}.`,
  });
}

function unauthorized(responseType: string): OAuthError {
  return new OAuthError('unauthorized_client', {
    reason: 'client.response_type_not_allowed',
    description: 'The client may not use this response type.',
    hint: `Add "${responseType}" to the client's response_types, and its grant to grant_types.`,
  });
}

function unsuitableMode(): OAuthError {
  return new OAuthError('invalid_request', {
    reason: 'response_mode.unsuitable',
    description: 'The response mode is not available for this response type.',
  });
}
