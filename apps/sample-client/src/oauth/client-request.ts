import type { Client } from '../clients.js';
import { urlencoded, type HttpRequest, type Parameters } from './http.js';

/**
 * A form that a client posts to an endpoint of the server. It shows its secret in a header; without
 * one it only says who it is.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
export function clientRequest(
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
    body: urlencoded(secret === undefined ? { ...parameters, client_id: id } : parameters),
  };
}
