import type { JWK } from 'jose';
import type { Awaitable } from '@oauth/core/plugin';
import { keyLoader } from './key-loader.js';
import type { RingKey } from './ring-key.js';
import { assertPositiveSeconds, type StoredKey } from './signing-key.js';

/** Options of {@link keyRing}. */
export interface KeyRingOptions {
  /** Loads the keys, from a place that all nodes read. */
  readonly load: () => Awaitable<readonly StoredKey[]>;
  /** Seconds after which the keys are loaded again. Default: 60. */
  readonly reloadInterval?: number | undefined;
  /**
   * Seconds for which a replaced key stays published: at least the lifetime of an access token.
   * Default: 86400.
   */
  readonly retiredKeyLifetime?: number | undefined;
  /** Gets the error of each failed attempt to load the keys again. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/** The keys of a server: the key that signs, and the keys that verify. */
export interface KeyRing {
  /** Seconds for which a replaced key stays valid. */
  readonly retiredKeyLifetime: number;
  /**
   * The key that signs at a time in epoch seconds.
   *
   * @throws Error when no key is active yet, or none could be loaded
   */
  readonly getSigningKey: (now: number) => Promise<RingKey>;
  /**
   * The key with this `kid`, if it is valid at a time in epoch seconds.
   *
   * @throws Error when the ring does not have the key and could not load the keys again
   */
  readonly findKey: (kid: string | undefined, now: number) => Promise<RingKey | undefined>;
  /** The public keys at a time in epoch seconds: of keys that sign, will sign or have signed. */
  readonly getPublicKeys: (now: number) => Promise<readonly JWK[]>;
}

/** Seconds between loads that tokens with an unknown `kid` cause. */
const unknownKeyInterval = 5;

/**
 * Keys that can be rotated while many nodes run. Every node loads the list from time to time, and a
 * new key signs only after all nodes have had time to load it.
 *
 * @throws RangeError for times that are not positive
 */
export function keyRing(options: KeyRingOptions): KeyRing {
  const { load, reloadInterval = 60, retiredKeyLifetime = 86_400, onError } = options;
  assertPositiveSeconds('keyRing', { reloadInterval, retiredKeyLifetime });
  const loader = keyLoader({ load, retiredKeyLifetime, onError });
  const getKeys = (now: number): Awaitable<readonly RingKey[]> =>
    loader.getKeys(reloadInterval, now);
  const getRecentKeys = (now: number): Awaitable<readonly RingKey[]> =>
    loader.getKeys(Math.min(unknownKeyInterval, reloadInterval), now);

  return {
    retiredKeyLifetime,
    getSigningKey: async (now) => {
      const newest = (await getKeys(now)).filter((key) => key.activeFrom <= now).at(-1);
      if (newest) return newest;
      throw new Error('No signing key is active; add one to the key ring.');
    },
    findKey: async (kid, now) => {
      if (kid === undefined) return undefined;
      const hasKid = (key: RingKey): boolean => key.kid === kid;
      // Another node may have loaded the key earlier and sign with it already.
      const found = (await getKeys(now)).find(hasKid) ?? (await getRecentKeys(now)).find(hasKid);
      const failure = loader.getFailure();
      // An unknown key would make revocation answer 200 while the token stays valid elsewhere.
      if (found === undefined && failure !== undefined) throw failure;
      return found;
    },
    getPublicKeys: async (now) => (await getKeys(now)).flatMap((key) => key.publicJwk ?? []),
  };
}
