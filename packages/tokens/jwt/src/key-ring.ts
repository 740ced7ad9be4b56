import type { JWK } from 'jose';
import type { Awaitable } from '@oauth/core/plugin';
import { loadedKeys } from './loaded-keys.js';
import type { RingKey } from './ring-key.js';
import { checkSeconds, type StoredKey } from './signing-key.js';

/** Options of {@link keyRing}. */
export interface KeyRingOptions {
  /** Loads the keys from where all nodes find the same ones. */
  readonly load: () => Awaitable<readonly StoredKey[]>;
  /** Seconds after which the keys are loaded again. Default: 60. */
  readonly reloadInterval?: number | undefined;
  /** Seconds a replaced key stays published: at least the lifetime of a token. Default: 86400. */
  readonly retiredKeyLifetime?: number | undefined;
  /** Hears of loading that failed, and whose keys are used on. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/** The keys of a server: which one signs, and which ones are valid. */
export interface KeyRing {
  /** Seconds a replaced key stays valid. */
  readonly retiredKeyLifetime: number;
  /**
   * The key that signs at a time in epoch seconds.
   *
   * @throws Error when no key is active yet, or none could be loaded
   */
  readonly signingKey: (now: number) => Promise<RingKey>;
  /**
   * The key of this id, if it is valid at that time.
   *
   * @throws Error when it is not known and the keys could not be loaded
   */
  readonly find: (kid: string | undefined, now: number) => Promise<RingKey | undefined>;
  /** The public keys, those that will sign and those that have signed. */
  readonly published: (now: number) => Promise<readonly JWK[]>;
}

/** Seconds between loads that tokens of unknown keys ask for. */
const pause = 5;

/**
 * Keys that can be rotated while many nodes run: every node loads the same list now and then, and a
 * key signs only when all of them have had time to see it.
 *
 * @throws RangeError for times that are not positive
 */
export function keyRing(options: KeyRingOptions): KeyRing {
  const { load, reloadInterval = 60, retiredKeyLifetime = 86_400, onError } = options;
  checkSeconds('keyRing', { reloadInterval, retiredKeyLifetime });
  const keys = loadedKeys({ load, retiredKeyLifetime, onError });
  const current = (now: number): Awaitable<readonly RingKey[]> => keys.within(reloadInterval, now);
  const recent = (now: number): Awaitable<readonly RingKey[]> =>
    keys.within(Math.min(pause, reloadInterval), now);

  return {
    retiredKeyLifetime,
    signingKey: async (now) => {
      const newest = (await current(now)).filter((key) => key.activeFrom <= now).at(-1);
      if (newest) return newest;
      throw new Error('No signing key is active; add one to the key ring.');
    },
    find: async (kid, now) => {
      if (kid === undefined) return undefined;
      const hasKid = (key: RingKey): boolean => key.kid === kid;
      // Another node may sign with it already.
      const found = (await current(now)).find(hasKid) ?? (await recent(now)).find(hasKid);
      const failure = keys.failure();
      // While nobody can tell, it must not pass for unknown: a revocation would seem to be done.
      if (found === undefined && failure !== undefined) throw failure;
      return found;
    },
    published: async (now) => (await current(now)).flatMap((key) => key.publicJwk ?? []),
  };
}
