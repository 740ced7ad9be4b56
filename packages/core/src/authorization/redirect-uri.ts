import type { RedirectUriPolicy } from '../contract/authorization.js';
import type { Client } from '../contract/client.js';
import type { Parameters } from '../contract/parameters.js';
import { authorizationError } from './reasons.js';
import { findRedirectUriFault } from './redirect-uri-rules.js';

const maxLength = 2048;

/** `http://127.0.0.1` and `http://[::1]`, without their port, and the rest behind it. */
const loopbackUri = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?((?:[/?].*)?)$/;

/**
 * The redirect URI of a request: the one it names, which must be registered, or the only registered
 * one. A registration is checked again here, since a database may hold what the options would not.
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
    if (only === undefined || others.length > 0) throw authorizationError('redirect_uri.missing');
    return assertSafe(only, policy);
  }
  if (requested.length <= maxLength && registered.some((uri) => isRegistered(uri, requested)))
    return assertSafe(requested, policy);
  throw authorizationError('redirect_uri.mismatch', {
    // The URI may hold the response of another server: keep codes and tokens out of the log.
    values: { requested: JSON.stringify(requested.replace(/=[^&#]*/g, '=…').slice(0, 300)) },
    clientId: client.client_id,
  });
}

function assertSafe(uri: string, policy: RedirectUriPolicy): string {
  const fault = findRedirectUriFault(uri, policy);
  if (fault === undefined) return uri;
  const values = { uri: JSON.stringify(uri.slice(0, 300)), fault };
  throw authorizationError('redirect_uri.unsafe', { values });
}

/**
 * Whether a requested URI is the registered one: the identical string, except for the port of http
 * loopback literals.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3
 */
function isRegistered(registered: string, requested: string): boolean {
  if (registered === requested) return true;
  const [, host, rest] = loopbackUri.exec(registered) ?? [];
  if (host === undefined) return false;
  const [, otherHost, otherRest] = loopbackUri.exec(requested) ?? [];
  return host === otherHost && rest === otherRest;
}
