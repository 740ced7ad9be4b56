import type { RedirectableRequest } from '../contract/authorization.js';
import type { HttpResponse } from '../contract/http.js';
import type { Parameters } from '../contract/parameters.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Awaitable, ByName } from '../contract/types.js';
import { sortResponseType } from './response-type.js';

/**
 * Sends parameters to the redirect URI, with the client's `state` and the issuer (RFC 9207).
 *
 * @see https://www.rfc-editor.org/rfc/rfc9207#section-2
 */
export function sendToRedirectUri(
  server: ServerContext,
  request: RedirectableRequest,
  responseMode: string,
  parameters: ByName<string>,
): Awaitable<HttpResponse> {
  const sent = new Map(Object.entries(parameters));
  if (request.state !== undefined) sent.set('state', request.state);
  sent.set('iss', server.issuer);
  const mode = server.responseModes.get(responseMode);
  if (mode === undefined) throw new TypeError(`no response mode ${responseMode}`);
  return mode.respond(request.redirectUri, sent, request, server);
}

/** The response mode of an error: the requested one if it can be used, else the default one. */
export function selectErrorMode(server: ServerContext, parameters: Parameters): string {
  const type = server.responseTypes.get(sortResponseType(parameters.get('response_type') ?? ''));
  const requested = parameters.get('response_mode') ?? '';
  const mode = server.responseModes.get(requested);
  if (mode && (type?.responseMode !== 'fragment' || mode.carriesTokens)) return requested;
  return type?.responseMode ?? 'query';
}
