import {
  createRemoteJWKSet,
  type CryptoKey,
  type FlattenedJWSInput,
  type JWTHeaderParameters,
} from 'jose';
import type { KeyCache } from './key-source.js';

/** Seconds after which keys are loaded again. */
const reloadInterval = 600;
/** Seconds for which keys stay in use while they cannot be loaded again. */
const staleLifetime = 86_400;
/**
 * Least number of seconds between two attempts to load keys, also where a token with an unknown `kid`
 * asks for one.
 */
const retryInterval = 30;

/** Loads the keys of an issuer. All times are epoch seconds. */
export interface KeyLoader {
  /** Finds a key among those that were loaded; rejects with `JWKSNoMatchingKey`. */
  readonly find: (header: JWTHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;
  /** Loads the keys. Simultaneous calls share one request. */
  readonly load: (now: number) => Promise<void>;
  readonly isLoading: () => boolean;
  /** Whether the keys need not be loaded again yet. */
  readonly isFresh: (now: number) => boolean;
  /** Whether the keys may stay in use when they cannot be loaded again. */
  readonly isUsable: (now: number) => boolean;
  /** Whether the next attempt to load the keys has to wait. */
  readonly hasTriedRecently: (now: number) => boolean;
  /** Why the last attempt failed, `undefined` if it succeeded. */
  readonly getFailure: () => Error | undefined;
  /** Keys that have verified tokens since the last load, by the encoded header of the token. */
  readonly getCache: () => KeyCache;
}

/** Loads the key set at a URL when it is told to. */
export function keyLoader(uri: string): KeyLoader {
  // jose must not reload by itself: it would use the system's clock, not the injected one.
  const neverReload = { cacheMaxAge: Infinity, cooldownDuration: Infinity };
  const keys = createRemoteJWKSet(new URL(uri), neverReload);
  let loadedAt = -Infinity;
  let triedAt = -Infinity;
  let failure: Error | undefined;
  let cache: KeyCache = new Map();
  let loading: Promise<void> | undefined;

  const startLoading = async (now: number): Promise<void> => {
    triedAt = now;
    try {
      await keys.reload();
      loadedAt = now;
      // A new Map: verifications that are under way may still add old keys to the previous one.
      cache = new Map();
      failure = undefined;
    } catch (cause) {
      failure = new Error(`The keys could not be loaded from ${uri}.`, { cause });
      throw failure;
    }
  };

  return {
    find: (header, token) => keys(header, token),
    load: (now) => (loading ??= startLoading(now).finally(() => (loading = undefined))),
    isLoading: () => loading !== undefined,
    isFresh: (now) => isWithin(reloadInterval, loadedAt, now),
    isUsable: (now) => isWithin(staleLifetime, loadedAt, now),
    hasTriedRecently: (now) => isWithin(retryInterval, triedAt, now),
    getFailure: () => failure,
    getCache: () => cache,
  };
}

/** The absolute difference: a clock that is set back must not prolong the span. */
function isWithin(seconds: number, since: number, now: number): boolean {
  return Math.abs(now - since) < seconds;
}
