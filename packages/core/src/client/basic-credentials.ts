import { decodeBase64 } from '#crypto';
import { decodeFormComponent } from '../lib/form-encoding.js';
import { clientError } from './reasons.js';

/**
 * Parses the credentials of HTTP Basic into client id and secret. Both are form-encoded before they
 * are joined, so a colon inside either is `%3A`.
 *
 * @throws OAuthError `invalid_client`
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
export function parseBasicCredentials(credentials: string): readonly [string, string] {
  if (credentials.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(credentials)) {
    const text = decodeBase64(credentials);
    const colon = text.indexOf(':');
    const clientId = decodeFormComponent(text.slice(0, colon));
    const secret = decodeFormComponent(text.slice(colon + 1));
    // A replacement character means that the bytes were not UTF-8.
    const isText = !/[\0\ufffd]/.test(text);
    if (isText && colon > 0 && clientId !== undefined && secret !== undefined)
      return [clientId, secret];
  }
  throw clientError('client.malformed_basic');
}
