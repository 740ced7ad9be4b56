import type { Client } from '../client.js';
import { OAuthError } from '../errors.js';
import type { Parameters } from '../parameters.js';
import type { RedirectUriPolicy } from './types.js';

const maxLength = 2048;

/** Parameters of a response, also as a list; a registered query must not be mistaken for one. */
const responseParameter =
  /^(code|state|iss|error|error_description|error_uri|access_token|token_type|expires_in|scope|id_token|response)(\[|$)/i;

/** `http://127.0.0.1` and `http://[::1]`, their port apart. */
const loopbackLiteral = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?((?:[/?].*)?)$/;

const neverRedirect = /^(javascript|data|vbscript|file|blob|about|view-source|filesystem):/i;

/**
 * What is wrong with a redirect URI, whoever brings it; `undefined` if nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-2.1
 */
export function findRedirectUriFault(uri: string, policy: RedirectUriPolicy): string | undefined {
  if (uri.length > maxLength) return `must not be longer than ${maxLength} characters`;
  if (/[^\x21-\x7e]|["<>\\^`{|}]/.test(uri)) return 'has characters that a URI must not have';
  if (uri.includes('#')) return 'must not have a fragment';
  if (uri.includes('*')) return 'is compared as it stands; "*" matches nothing else';
  if (queryNames(uri).some((name) => responseParameter.test(name)))
    return 'has a query parameter that responses use';
  if (/\/(\.|%2e){1,2}([/?]|$)/i.test(uri)) return 'must not have dot segments';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined || !URL.canParse(uri)) return 'must be an absolute URI';
  const authority = /^[^:]+:\/\/([^/?]*)/.exec(uri)?.[1] ?? '';
  if (/[@%]/.test(authority)) return 'must not have a user name';
  if (scheme === 'https' || scheme === 'http') return webFault(authority, scheme, policy);
  if (neverRedirect.test(uri)) return `must not use the scheme ${scheme}`;
  if (scheme.includes('.') || policy.allowRedirectSchemes?.includes(scheme) === true)
    return undefined;
  return `uses the scheme ${scheme}; apps use a reversed domain name (com.example.app), or list it in allowRedirectSchemes`;
}

/** The names in a query, decoded as the client will decode them. */
function queryNames(uri: string): string[] {
  const query = uri.indexOf('?');
  return query === -1 ? [] : [...new URLSearchParams(uri.slice(query)).keys()];
}

function webFault(
  authority: string,
  scheme: string,
  policy: RedirectUriPolicy,
): string | undefined {
  if (authority === '') return 'must name a host after //';
  if (scheme === 'https' || policy.allowInsecureRedirects === true) return undefined;
  if (/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(authority)) return undefined;
  return 'must use https; http is for loopback only, unless allowInsecureRedirects allows it';
}

/**
 * Whether a requested URI is the registered one: the identical string, but for the port of http
 * loopback literals.
 */
function matches(registered: string, requested: string): boolean {
  if (registered === requested) return true;
  const [, host, rest] = loopbackLiteral.exec(registered) ?? [];
  if (host === undefined) return false;
  const [, otherHost, otherRest] = loopbackLiteral.exec(requested) ?? [];
  return host === otherHost && rest === otherRest;
}

/**
 * Where to send the answer. Nothing may be redirected before this has returned.
 *
 * @throws OAuthError `invalid_request`, to be shown and not redirected
 */
export function resolveRedirectUri(
  client: Client,
  parameters: Parameters,
  policy: RedirectUriPolicy,
): string {
  const registered = client.redirect_uris ?? [];
  const requested = parameters.get('redirect_uri');
  if (requested === undefined) {
    const [only, ...others] = registered;
    if (only === undefined || others.length > 0) throw missing();
    return safe(only, policy);
  }
  if (requested.length <= maxLength && registered.some((uri) => matches(uri, requested)))
    return safe(requested, policy);
  throw new OAuthError('invalid_request', {
    reason: 'redirect_uri.mismatch',
    description: 'The redirect URI is not registered for this client.',
    // An address with an answer in it, of a client that sends where it is: no code into the log.
    hint: `The request has ${JSON.stringify(requested.replace(/=[^&#]*/g, '=…').slice(0, 300))}; add that to the client's redirect_uris if it is right.`,
    clientId: client.client_id,
  });
}

function safe(uri: string, policy: RedirectUriPolicy): string {
  const fault = findRedirectUriFault(uri, policy);
  if (fault === undefined) return uri;
  throw new OAuthError('invalid_request', {
    reason: 'redirect_uri.unsafe',
    description: 'The redirect URI of this client cannot be used.',
    hint: `${JSON.stringify(uri.slice(0, 300))} ${fault}.`,
  });
}

function missing(): OAuthError {
  return new OAuthError('invalid_request', {
    reason: 'redirect_uri.missing',
    description: 'The parameter redirect_uri is missing.',
    hint: 'It can be left out only when the client has exactly one registered.',
  });
}
