import type { AccessTokenInfo } from './types.js';

/** An introspection response; `info` is `undefined` for a token that is not valid. */
export interface CachedResponse {
  readonly info: AccessTokenInfo | undefined;
  /** Epoch seconds. A clock that is set back to before this time must not prolong the entry. */
  readonly cachedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** Introspection responses by the digest of their token. */
export interface IntrospectionCache {
  readonly find: (key: string, now: number) => CachedResponse | undefined;
  readonly add: (key: string, info: AccessTokenInfo | undefined, now: number) => void;
}

/**
 * A cache of at most `size` responses, of which the oldest make room for new ones.
 *
 * @param lifetime seconds for which a response is found, never past the token's expiry
 */
export function introspectionCache(lifetime: number, size: number): IntrospectionCache {
  const responses = new Map<string, CachedResponse>();
  return {
    find(key, now) {
      const response = responses.get(key);
      if (response === undefined) return undefined;
      return response.cachedAt <= now && now < response.expiresAt ? response : undefined;
    },
    add(key, info, now) {
      // A Map keeps the position of a key that is set again, so the key is removed first.
      responses.delete(key);
      const expiresAt = Math.min(now + lifetime, info?.expiresAt ?? Infinity);
      responses.set(key, { info, cachedAt: now, expiresAt });
      for (const oldest of responses.keys()) {
        if (responses.size <= size) break;
        responses.delete(oldest);
      }
    },
  };
}
