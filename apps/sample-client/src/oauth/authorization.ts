import { urlencoded, type Parameters } from './http.js';
import type { ServerMetadata } from './metadata.js';

/**
 * Where the browser goes to ask the user.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
 */
export function authorizationUrl(server: ServerMetadata, parameters: Parameters): string {
  const { authorizationEndpoint: endpoint } = server;
  return `${endpoint}${endpoint.includes('?') ? '&' : '?'}${urlencoded(parameters)}`;
}

/**
 * What is wrong with the answer that a browser brings back; `undefined` if it may be used. That its
 * `state` is that of a request of the same browser, whoever looked the request up has seen.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9207#section-2.4
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 */
export function answerFault(answer: URLSearchParams, issuer: string): string | undefined {
  if (answer.get('iss') !== issuer)
    return `It is not from ${issuer}, which was asked, but from ${answer.get('iss') ?? 'nobody'}.`;
  const error = answer.get('error');
  if (error === null) return undefined;
  if (error === 'access_denied') return 'The user said no, and so there is no token.';
  return `The server refused: ${answer.get('error_description') ?? error}`;
}
