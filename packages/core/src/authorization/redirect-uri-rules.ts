import type { RedirectUriPolicy } from '../contract/authorization.js';
import { isLoopbackHost } from '../lib/loopback.js';

const maxLength = 2048;

/** Parameters of a response, also as a list; a registered query must not be mistaken for one. */
const responseParameter =
  /^(code|state|iss|error|error_description|error_uri|access_token|token_type|expires_in|scope|id_token|response)(\[|$)/i;

const neverRedirect = /^(javascript|data|vbscript|file|blob|about|view-source|filesystem):/i;

/**
 * Finds what is wrong with a redirect URI; `undefined` if nothing. The text continues a sentence that
 * begins with the URI.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-2.1
 */
export function findRedirectUriFault(uri: string, policy: RedirectUriPolicy): string | undefined {
  if (uri.length > maxLength) return `must not be longer than ${maxLength} characters`;
  if (/[^\x21-\x7e]|["<>\\^`{|}]/.test(uri)) return 'has characters that a URI must not have';
  if (uri.includes('#')) return 'must not have a fragment';
  if (uri.includes('*')) return 'is compared character by character; "*" matches nothing else';
  if (parseQueryNames(uri).some((name) => responseParameter.test(name)))
    return 'has a query parameter that responses use';
  if (/\/(\.|%2e){1,2}([/?]|$)/i.test(uri)) return 'must not have dot segments';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined || !URL.canParse(uri)) return 'must be an absolute URI';
  const authority = /^[^:]+:\/\/([^/?]*)/.exec(uri)?.[1] ?? '';
  if (/[@%]/.test(authority)) return 'must not have a user name';
  if (scheme === 'https' || scheme === 'http') return findWebFault(authority, scheme, policy);
  if (neverRedirect.test(uri)) return `must not use the scheme ${scheme}`;
  if (scheme.includes('.') || policy.allowRedirectSchemes?.includes(scheme) === true)
    return undefined;
  return `uses the scheme ${scheme}; apps use a reversed domain name (com.example.app), or list it in allowRedirectSchemes`;
}

/** The names in a query, decoded as the client will decode them. */
function parseQueryNames(uri: string): string[] {
  const query = uri.indexOf('?');
  return query === -1 ? [] : [...new URLSearchParams(uri.slice(query)).keys()];
}

function findWebFault(
  authority: string,
  scheme: string,
  policy: RedirectUriPolicy,
): string | undefined {
  if (authority === '') return 'must name a host after //';
  if (scheme === 'https' || policy.allowInsecureRedirects === true) return undefined;
  if (isLoopbackHost(authority)) return undefined;
  return 'must use https; http is for loopback only, unless allowInsecureRedirects allows it';
}
