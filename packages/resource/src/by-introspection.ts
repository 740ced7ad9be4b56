import { isJsonObject, type JsonObject, sha256 } from '@oauth/core/plugin';
import { checkAll, isSecure, isText } from './check.js';
import type { AccessTokenInfo, TokenValidator } from './types.js';

/** Options of {@link byIntrospection}. */
export interface ByIntrospectionOptions {
  /** The https URL of the authorization server's introspection endpoint. */
  readonly endpoint: string;
  /** Allows http to a host other than loopback. Tokens and the secret then cross the network in clear. */
  readonly allowInsecureEndpoint?: boolean | undefined;
  /** This API's client at the authorization server. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Seconds an answer is used again, never past the token's expiry. 0: always ask. Default: 30. */
  readonly cacheLifetime?: number | undefined;
  /** How many answers are kept. Default: 10000. */
  readonly cacheSize?: number | undefined;
  /** Milliseconds to wait for an answer. Default: 5000. */
  readonly timeoutMs?: number | undefined;
  /**
   * Takes answers without `token_type`, from servers that never give one. Where a server gives it
   * for access tokens only, refresh tokens then open the API too. Default: no.
   */
  readonly allowMissingTokenType?: boolean | undefined;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

interface Answer {
  readonly info: AccessTokenInfo | undefined;
  /** Epoch seconds: a clock that was set back must not make it last. */
  readonly from: number;
  readonly until: number;
}

const names =
  'endpoint allowInsecureEndpoint clientId clientSecret cacheLifetime cacheSize timeoutMs ' +
  'allowMissingTokenType fetch';

/**
 * Asks the authorization server about each token, and remembers the answer for a while. When there
 * is no answer, no token is valid.
 *
 * @throws ConfigurationError that lists every fault
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2
 */
export function byIntrospection(options: ByIntrospectionOptions): TokenValidator {
  const { cacheLifetime = 30, cacheSize = 10_000, timeoutMs = 5000 } = options;
  checkAll(options, names, (check) => {
    const { endpoint, allowInsecureEndpoint, clientId, clientSecret } = options;
    check(isSecure(endpoint, allowInsecureEndpoint), 'endpoint', 'must be an https URL');
    check(isText(clientId), 'clientId', 'must be this API’s client at the server');
    check(isText(clientSecret), 'clientSecret', 'must be the secret of that client');
    check(cacheLifetime >= 0, 'cacheLifetime', 'must be seconds, 0 or more');
    check(cacheSize >= 1, 'cacheSize', 'must be 1 or more; cacheLifetime: 0 keeps no answers');
    check(timeoutMs > 0, 'timeoutMs', 'must be milliseconds, more than 0');
  });
  const answers = new Map<string, Answer>();
  const asking = new Map<string, Promise<Answer['info']>>();

  async function askAndKeep(token: string, key: string, now: number): Promise<Answer['info']> {
    const info = await ask(token, options);
    answers.delete(key);
    const until = Math.min(now + cacheLifetime, info?.expiresAt ?? Infinity);
    answers.set(key, { info, from: now, until });
    for (const oldest of answers.keys()) {
      if (answers.size <= cacheSize) break;
      answers.delete(oldest);
    }
    return info;
  }

  return async (token, now) => {
    if (cacheLifetime === 0) return ask(token, options);
    const key = await sha256(token);
    const known = answers.get(key);
    if (known !== undefined && known.from <= now && now < known.until) return known.info;
    const asked = asking.get(key) ?? askAndKeep(token, key, now).finally(() => asking.delete(key));
    asking.set(key, asked);
    return asked;
  };
}

async function ask(
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
    throw new Error(`The introspection endpoint answered ${response.status}.`);
  const body: unknown = await response.json();
  if (!isJsonObject(body)) throw new Error('The introspection endpoint did not answer an object.');
  if (body['active'] !== true) return undefined;
  return isAccessToken(body, options) ? asInfo(body) : undefined;
}

/** Refresh tokens are as active, but have no type (RFC 7662 section 2.2, RFC 6749 section 7.1). */
function isAccessToken(
  { token_type: type }: JsonObject,
  { allowMissingTokenType }: ByIntrospectionOptions,
): boolean {
  if (type === undefined) return allowMissingTokenType === true;
  return typeof type === 'string' && type.toLowerCase() === 'bearer';
}

/** An answer that lacks what is needed to judge by is none. */
function asInfo(body: JsonObject): AccessTokenInfo {
  const { client_id: clientId, exp, scope = '', aud = [], sub } = body;
  if (typeof clientId !== 'string' || typeof exp !== 'number' || typeof scope !== 'string')
    throw new Error('The introspection response lacks client_id or exp.');
  return {
    subject: typeof sub === 'string' ? sub : clientId,
    clientId,
    scopes: scope.split(' ').filter(Boolean),
    audience: [aud].flat().filter((one) => typeof one === 'string'),
    expiresAt: exp,
    claims: body,
  };
}
