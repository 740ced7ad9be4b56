import type {
  AuthorizationRequest,
  IncomingAuthorization,
  RedirectableRequest,
  ResponseType,
} from '../contract/authorization.js';
import type { Client } from '../contract/client.js';
import type { HttpRequest } from '../contract/http.js';
import type { Parameters } from '../contract/parameters.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Awaitable, JsonObject } from '../contract/types.js';
import { andThen } from '../lib/and-then.js';
import { runHooks } from '../lib/run-hooks.js';
import { formatQuery, readAuthorizationSources } from './read-parameters.js';
import { authorizationError } from './reasons.js';
import { resolveRedirectUri } from './redirect-uri.js';
import { canUseResponseType, sortResponseType } from './response-type.js';

/**
 * Reads a request as far as the redirect URI. What this throws must be shown, never redirected.
 *
 * @throws OAuthError `invalid_request`
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 */
export async function readRedirectableRequest(
  server: ServerContext,
  http: HttpRequest,
): Promise<RedirectableRequest> {
  const { parameters: sent, form } = await readAuthorizationSources(server, http);
  const clientId = sent.required('client_id');
  const client = await server.findClient(clientId);
  if (client === undefined)
    throw authorizationError('client.unknown', { clientId: clientId.slice(0, 200) });
  const incoming = await runReadAuthorization(server, {
    http,
    client,
    now: server.now(),
    parameters: sent,
  });
  const { now, parameters, consumes, continues } = incoming;
  // No spread: members that join after one give each object a hidden class of its own in V8.
  return {
    http,
    client,
    now,
    parameters,
    consumes,
    continues,
    form,
    redirectUri: resolveRedirectUri(client, parameters, server.options),
    redirectUriGiven: parameters.get('redirect_uri') !== undefined,
    state: parameters.get('state'),
    // As it was sent: what a signed or pushed request stands for must be found there again.
    url: `${server.endpointUrl('authorization_endpoint')}?${formatQuery(sent)}`,
  };
}

/**
 * Lets hooks replace the parameters by those that they stand for.
 *
 * @throws OAuthError `invalid_request` when they name another client, or when the record that carried
 * them is spent: a hook that forgets to look would let a second approval spend it again
 */
export async function runReadAuthorization(
  server: ServerContext,
  sent: IncomingAuthorization,
): Promise<IncomingAuthorization> {
  const { readAuthorization } = server.hooks;
  if (readAuthorization.length === 0) return sent;
  const { http, client, now } = sent;
  const { parameters, consumes, continues } = await runHooks(readAuthorization, sent, server);
  const clientId = client.client_id;
  if ((parameters.get('client_id') ?? clientId) !== clientId)
    throw authorizationError('client.two_ids', { clientId });
  if (consumes?.data.spentAt !== undefined) throw authorizationError('request.spent', { clientId });
  if (consumes !== undefined && consumes.clientId !== '' && consumes.clientId !== clientId)
    throw authorizationError('client.two_ids', { clientId });
  return { http, client, now, parameters, consumes, continues };
}

/**
 * Validates the rest. What this throws goes to the redirect URI.
 *
 * @throws OAuthError
 */
export async function validateRedirectableRequest(
  server: ServerContext,
  base: RedirectableRequest,
): Promise<AuthorizationRequest> {
  const { parameters, client } = base;
  const { onAuthorizationRequest, beforeAuthorize } = server.hooks;
  const early = await collectInfo(onAuthorizationRequest, base, {}, server);
  const responseType = sortResponseType(parameters.required('response_type'));
  const type = selectResponseType(server, client, responseType);
  const responseMode = selectResponseMode(server, type, parameters);
  const scope = server.scopes.resolve(client, parameters.get('scope'));
  const request = Object.assign({}, base, { responseType, responseMode, scope, info: early });
  await type.validate?.(request, server);
  const info = await collectInfo(beforeAuthorize, request, early, server);
  return Object.assign({}, request, { info });
}

/** Runs hooks whose results join the `info` of a request. */
export function collectInfo<Request>(
  hooks: readonly ((
    request: Request,
    server: ServerContext,
  ) => Awaitable<JsonObject | undefined>)[],
  request: Request,
  before: JsonObject,
  server: ServerContext,
): Awaitable<JsonObject> {
  let info: Awaitable<JsonObject> = before;
  for (const hook of hooks) info = andThen(info, (known) => addInfo(known, hook(request, server)));
  return info;
}

function addInfo(
  known: JsonObject,
  found: Awaitable<JsonObject | undefined>,
): Awaitable<JsonObject> {
  return andThen(found, (members) => ({ ...known, ...members }));
}

function selectResponseType(
  server: ServerContext,
  client: Client,
  responseType: string,
): ResponseType {
  const type = server.responseTypes.get(responseType);
  if (type === undefined) {
    const registered = [...server.responseTypes.keys()].join(', ');
    throw authorizationError('response_type.unsupported', { values: { registered } });
  }
  if (canUseResponseType(client, responseType, type)) return type;
  throw authorizationError('client.response_type_not_allowed', { values: { responseType } });
}

function selectResponseMode(
  server: ServerContext,
  type: ResponseType,
  parameters: Parameters,
): string {
  const responseMode = parameters.get('response_mode') ?? type.responseMode;
  const mode = server.responseModes.get(responseMode);
  if (mode !== undefined && (type.responseMode !== 'fragment' || mode.carriesTokens))
    return responseMode;
  throw authorizationError('response_mode.unsuitable');
}
