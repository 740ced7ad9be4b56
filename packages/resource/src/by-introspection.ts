import { sha256 } from '@oauth/core/plugin';
import { introspectToken } from './introspect-token.js';
import { introspectionCache } from './introspection-cache.js';
import { assertNoFaults, findUrlFault, formatValue, isNonEmptyString } from './option-checks.js';
import type { AccessTokenInfo, TokenValidator } from './types.js';

/** Options of {@link byIntrospection}. */
export interface ByIntrospectionOptions {
  /** The https URL of the authorization server's introspection endpoint. */
  readonly endpoint: string;
  /** Allows http to a host other than loopback. Tokens and the secret then cross the network in clear. */
  readonly allowInsecureEndpoint?: boolean | undefined;
  /** The `client_id` of this API at the authorization server. */
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Seconds for which a response is cached, never past the token's expiry. 0 disables the cache.
   * Default: 30.
   */
  readonly cacheLifetime?: number | undefined;
  /** The number of responses that are cached. Default: 10000. */
  readonly cacheSize?: number | undefined;
  /** Milliseconds to wait for a response. Default: 5000. */
  readonly timeoutMs?: number | undefined;
  /**
   * Accepts responses without `token_type`, from servers that never send it. Where a server sends it
   * for access tokens only, refresh tokens then pass for access tokens. Default: false.
   */
  readonly allowMissingTokenType?: boolean | undefined;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

const names =
  'endpoint allowInsecureEndpoint clientId clientSecret cacheLifetime cacheSize timeoutMs ' +
  'allowMissingTokenType fetch';

/**
 * Validates each token at the authorization server's introspection endpoint, and caches the responses.
 * While the endpoint does not respond, no token is valid.
 *
 * @throws ConfigurationError that lists every fault
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2
 */
export function byIntrospection(options: ByIntrospectionOptions): TokenValidator {
  checkIntrospectionOptions(options);
  const { cacheLifetime = 30, cacheSize = 10_000 } = options;
  const cache = introspectionCache(cacheLifetime, cacheSize);
  const pending = new Map<string, Promise<AccessTokenInfo | undefined>>();

  async function introspectAndCache(
    token: string,
    key: string,
    now: number,
  ): Promise<AccessTokenInfo | undefined> {
    const info = await introspectToken(token, options);
    cache.add(key, info, now);
    return info;
  }

  return async (token, now) => {
    if (cacheLifetime === 0) return introspectToken(token, options);
    const key = await sha256(token);
    const cached = cache.find(key, now);
    if (cached !== undefined) return cached.info;
    const request =
      pending.get(key) ?? introspectAndCache(token, key, now).finally(() => pending.delete(key));
    pending.set(key, request);
    return request;
  };
}

function checkIntrospectionOptions(options: ByIntrospectionOptions): void {
  const { endpoint, allowInsecureEndpoint, clientId, clientSecret } = options;
  const { cacheLifetime = 30, cacheSize = 10_000, timeoutMs = 5000 } = options;
  assertNoFaults(options, names, (check) => {
    const endpointFault = findUrlFault(endpoint, 'allowInsecureEndpoint', allowInsecureEndpoint);
    check(endpointFault === undefined, 'endpoint', endpointFault ?? '');
    check(
      isNonEmptyString(clientId),
      'clientId',
      `is ${formatValue(clientId)}; write the client_id of this API at the authorization server`,
    );
    check(
      isNonEmptyString(clientSecret),
      'clientSecret',
      'is missing or empty; write the client_secret of this API at the authorization server',
    );
    check(
      cacheLifetime >= 0,
      'cacheLifetime',
      `is ${formatValue(cacheLifetime)}; write seconds, 0 or more`,
    );
    check(
      cacheSize >= 1,
      'cacheSize',
      `is ${formatValue(cacheSize)}; write 1 or more, or set cacheLifetime to 0 to cache nothing`,
    );
    check(
      timeoutMs > 0,
      'timeoutMs',
      `is ${formatValue(timeoutMs)}; write milliseconds, more than 0`,
    );
  });
}
