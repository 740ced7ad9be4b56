import type { CryptoKey, FlattenedJWSInput, JWTHeaderParameters } from 'jose';

/** The key that verifies a signature. */
export type VerificationKey = CryptoKey | Uint8Array;

/** Finds the key of a token, at a time in epoch seconds. */
export type FindKey = (
  header: JWTHeaderParameters,
  token: FlattenedJWSInput,
  now: number,
) => VerificationKey | Promise<VerificationKey>;

/** Where the keys of an issuer are found. */
export interface KeySource {
  readonly find: FindKey;
  /** Keys that were found before, `undefined` when they have to be loaded again first. */
  readonly getFreshCache: (now: number) => KeyCache | undefined;
}

/**
 * Keys by the encoded header of tokens whose signature was valid. Nearly all tokens of an issuer
 * have equal headers, and jose takes 5 % longer when it has to find the key.
 */
export type KeyCache = Map<string, VerificationKey>;

/** An issuer may give each token a header of its own; the cache is emptied at this size. */
const maxCachedHeaders = 100;

/** Adds the key of a token whose signature was valid. */
export function cacheKey(cache: KeyCache, encodedHeader: string, key: VerificationKey): void {
  if (cache.size >= maxCachedHeaders) cache.clear();
  cache.set(encodedHeader, key);
}
