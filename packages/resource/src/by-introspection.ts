import { sha256 } from '@oauth/core/plugin';
import { introspectToken } from './introspect-token.js';
import { introspectionCache } from './introspection-cache.js';
import { checkIntrospectionOptions, type ByIntrospectionOptions } from './introspection-options.js';
import type { AccessTokenInfo, TokenValidator } from './types.js';

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
