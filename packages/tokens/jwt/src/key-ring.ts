import type { Awaitable } from '@oauth/core';
import type { JWK } from 'jose';
import { importKey, type ImportedKey, type RingKey } from './ring-key.js';
import { keysStillNeeded, type StoredKey } from './signing-key.js';

/** Options of {@link keyRing}. */
export interface KeyRingOptions {
  /** Loads the keys from where all nodes find the same ones. */
  readonly load: () => Awaitable<readonly StoredKey[]>;
  /** Seconds after which the keys are loaded again. Default: 60. */
  readonly reloadInterval?: number | undefined;
  /** Seconds a replaced key stays published: at least the lifetime of a token. Default: 86400. */
  readonly keepFor?: number | undefined;
  /** Hears of loading that failed, and whose keys are used on. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/** The keys of a server: which one signs, and which ones are valid. */
export interface KeyRing {
  /** Seconds a replaced key stays valid. */
  readonly keepFor: number;
  /**
   * The key that signs at a time in epoch seconds.
   *
   * @throws Error when no key is active yet, or none could be loaded
   */
  readonly signingKey: (now: number) => Promise<RingKey>;
  /** The key of this id, if it is valid at that time. */
  readonly find: (kid: string | undefined, now: number) => Promise<RingKey | undefined>;
  /** The public keys, those that will sign and those that have signed. */
  readonly published: (now: number) => Promise<readonly JWK[]>;
}

/**
 * Keys that can be rotated while many nodes run: every node loads the same list now and then, and a
 * key signs only when all of them have had time to see it.
 *
 * @throws RangeError for times that are not positive
 */
export function keyRing(options: KeyRingOptions): KeyRing {
  const { load, reloadInterval = 60, keepFor = 86_400, onError } = options;
  checkSeconds({ reloadInterval, keepFor });
  const importAll = importer();
  let held: readonly RingKey[] | undefined;
  let triedAt = -Infinity;
  let loading: Promise<readonly RingKey[]> | undefined;

  const reload = async (now: number): Promise<readonly RingKey[]> => {
    try {
      held = await importAll(keysStillNeeded(await load(), now, keepFor));
      triedAt = now;
    } catch (error) {
      // What was loaded before still holds; without it nothing can be signed.
      if (held === undefined) throw error;
      triedAt = now;
      await report(error, onError);
    }
    return held;
  };
  const current = (now: number): Awaitable<readonly RingKey[]> => {
    // A clock that was set back must not make an interval last.
    if (held !== undefined && Math.abs(now - triedAt) < reloadInterval) return held;
    loading ??= reload(now).finally(() => (loading = undefined));
    return loading;
  };

  return {
    keepFor,
    signingKey: async (now) => {
      const newest = (await current(now)).filter((key) => key.activeFrom <= now).at(-1);
      if (newest) return newest;
      throw new Error('No signing key is active; add one to the key ring.');
    },
    find: async (kid, now) => (await current(now)).find((key) => key.kid === kid),
    published: async (now) => (await current(now)).flatMap((key) => key.publicJwk ?? []),
  };
}

function checkSeconds(times: Readonly<Record<string, number>>): void {
  for (const [name, seconds] of Object.entries(times))
    if (!(seconds > 0)) throw new RangeError(`keyRing: ${name} must be seconds, more than 0.`);
}

/** Imports keys, each once for as long as it is listed unchanged. */
function importer(): (stored: readonly StoredKey[]) => Promise<readonly RingKey[]> {
  let known: ReadonlyMap<string, Promise<ImportedKey>> = new Map();
  return async (stored) => {
    const next = new Map<string, Promise<ImportedKey>>();
    const keys = stored.map(async (key): Promise<RingKey> => {
      const text = JSON.stringify(key.jwk);
      const imported = known.get(text) ?? importKey(key);
      next.set(text, imported);
      return { ...(await imported), activeFrom: key.activeFrom };
    });
    known = next;
    const all = await Promise.all(keys);
    const twice = all.find(({ kid }, index) => all.findIndex((key) => key.kid === kid) !== index);
    if (twice) throw new Error(`Two signing keys have the kid ${twice.kid}.`);
    return all;
  };
}

async function report(error: unknown, onError: KeyRingOptions['onError']): Promise<void> {
  try {
    await onError?.(error);
  } catch {
    // A broken log must not stop sign-ins.
  }
}
