import type { Client } from '../clients.js';
import { formatParameters, type HttpRequest, type Parameters } from './http.js';

/**
 * A form that a client posts to an endpoint of the server. A client with a secret authenticates by a
 * header; one without a secret only names itself.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
export function buildClientRequest(
  endpoint: string,
  { id, secret }: Client,
  parameters: Parameters,
): HttpRequest {
  const credentials = [id, secret ?? ''].map(encodeURIComponent).join(':');
  return {
    method: 'POST',
    url: endpoint,
    headers: {
      ...(secret !== undefined && { Authorization: `Basic ${btoa(credentials)}` }),
      'Content-Type': 'application/x-www-form-urlencoded',
      Accept: 'application/json',
    },
    body: formatParameters(secret === undefined ? { ...parameters, client_id: id } : parameters),
  };
}
