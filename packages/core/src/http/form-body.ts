import type { HttpRequest } from '../contract/http.js';
import type { Awaitable } from '../contract/types.js';
import { andThen } from '../lib/and-then.js';
import { bodyTooLarge, requestError } from './reasons.js';

const formType = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/**
 * Reads the body of a posted form as text, of at most `limit` bytes.
 *
 * @throws OAuthError `invalid_request`
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
export function readFormBody(request: HttpRequest, limit: number): Awaitable<string> {
  if (!formType.test(request.headers.get('content-type') ?? ''))
    throw requestError('request.content_type');
  if (Number(request.headers.get('content-length')) > limit) throw bodyTooLarge(limit);
  return andThen(request.text(limit), (text) => {
    if (text.length > limit) throw bodyTooLarge(limit);
    return text;
  });
}
