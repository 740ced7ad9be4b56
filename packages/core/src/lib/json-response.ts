import type { HttpHeaders, HttpResponse } from '../contract/http.js';
import type { JsonObject } from '../contract/types.js';

const jsonHeaders = Object.freeze({
  'Content-Type': 'application/json;charset=UTF-8',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
});

/**
 * A JSON response that no cache may keep.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
 */
export function json(status: number, body: JsonObject, headers?: HttpHeaders): HttpResponse {
  return {
    status,
    headers: headers === undefined ? jsonHeaders : { ...jsonHeaders, ...headers },
    body: JSON.stringify(body),
  };
}
