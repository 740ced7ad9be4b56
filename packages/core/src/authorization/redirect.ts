import type { RedirectableRequest } from './types.js';
import type { HttpResponse } from '../http.js';
import type { ServerContext } from '../server-context.js';
import type { Awaitable, ByName } from '../types.js';

/**
 * Sends parameters to the redirect URI, with the state that the client gave and who answers.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9207#section-2
 */
export function redirect(
  server: ServerContext,
  request: RedirectableRequest,
  mode: string,
  parameters: ByName<string>,
): Awaitable<HttpResponse> {
  const sent = new Map(Object.entries(parameters));
  if (request.state !== undefined) sent.set('state', request.state);
  sent.set('iss', server.issuer);
  const responseMode = server.responseModes.get(mode);
  if (responseMode === undefined) throw new TypeError(`no response mode ${mode}`);
  return responseMode.respond(request.redirectUri, sent, request, server);
}
