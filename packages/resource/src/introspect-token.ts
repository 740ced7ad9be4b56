import { isJsonObject, type JsonObject, type JsonValue } from '@oauth/core/plugin';
import type { ByIntrospectionOptions } from './introspection-options.js';
import { canBeAccessTokenType, omitBearerType } from './token-type.js';
import type { AccessTokenInfo } from './types.js';

/**
 * Asks the introspection endpoint about a token; returns `undefined` when the token is not active or
 * not an access token.
 *
 * @throws Error when the endpoint does not respond, or not as RFC 7662 says
 */
export async function introspectToken(
  token: string,
  options: ByIntrospectionOptions,
): Promise<AccessTokenInfo | undefined> {
  const { endpoint, clientId, clientSecret, timeoutMs = 5000, fetch = globalThis.fetch } = options;
  const credentials = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(credentials)}`, Accept: 'application/json' },
    body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status !== 200)
    throw new Error(`The introspection endpoint responded with status ${response.status}.`);
  const body: unknown = await response.json();
  if (!isJsonObject(body)) throw new Error('The introspection response is not a JSON object.');
  if (body['active'] !== true) return undefined;
  return isAccessToken(body, options) ? toAccessTokenInfo(body) : undefined;
}

/** An active refresh token has no `token_type` (RFC 7662 section 2.2, RFC 6749 section 7.1). */
function isAccessToken(
  { token_type: type, cnf }: JsonObject,
  { allowMissingTokenType }: ByIntrospectionOptions,
): boolean {
  if (type === undefined) return allowMissingTokenType === true;
  return typeof type === 'string' && canBeAccessTokenType(type, cnf);
}

/** @throws Error for a response that lacks what every access token has */
function toAccessTokenInfo(body: JsonObject): AccessTokenInfo {
  const { client_id: clientId, exp, scope = '', aud, sub, token_type: type } = body;
  if (typeof clientId !== 'string' || typeof exp !== 'number' || typeof scope !== 'string')
    throw new Error(
      'The introspection response needs client_id, exp and scope of the right types.',
    );
  return {
    subject: typeof sub === 'string' ? sub : clientId,
    clientId,
    scopes: scope.split(' ').filter(Boolean),
    audience: readAudience(aud),
    expiresAt: exp,
    claims: body,
    tokenType: typeof type === 'string' ? omitBearerType(type) : undefined,
  };
}

/**
 * Where an audience may be missing, an `aud` of another type must not count as none.
 *
 * @throws Error for what is neither text nor a list with text in it
 */
function readAudience(aud: JsonValue | undefined = []): readonly string[] {
  const listed = [aud].flat();
  const audience = listed.filter((name) => typeof name === 'string');
  if (audience.length === 0 && listed.length > 0)
    throw new Error('The aud of the introspection response is neither text nor a list of texts.');
  return audience;
}
