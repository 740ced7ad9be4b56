import type { HttpRequest } from './http.js';

/**
 * A request that reads from the API, with an access token or without.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function buildApiRequest(url: string, accessToken?: string): HttpRequest {
  return {
    method: 'GET',
    url,
    headers: {
      ...(accessToken !== undefined && { Authorization: `Bearer ${accessToken}` }),
      Accept: 'application/json',
    },
  };
}
