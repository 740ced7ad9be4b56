import { formatParameters, type Parameters } from './http.js';
import type { ServerMetadata } from './metadata.js';

/**
 * The URL to which the client sends the browser, so that the server asks the user.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
 */
export function buildAuthorizationUrl(server: ServerMetadata, parameters: Parameters): string {
  const { authorizationEndpoint: endpoint } = server;
  return `${endpoint}${endpoint.includes('?') ? '&' : '?'}${formatParameters(parameters)}`;
}

/**
 * Why the client must not use an authorization response; `undefined` if it may. The caller has looked
 * the request up by `state`, among those of the same browser.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9207#section-2.4
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 */
export function findResponseFault(response: URLSearchParams, issuer: string): string | undefined {
  const iss = response.get('iss');
  if (iss !== issuer) return `The response is not from ${issuer}: its iss is ${iss ?? 'missing'}.`;
  const error = response.get('error');
  if (error === null) return undefined;
  if (error === 'access_denied') return 'The user said no, so the client gets no token.';
  return `The server refused: ${response.get('error_description') ?? error}`;
}
