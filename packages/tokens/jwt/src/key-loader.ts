import { type Awaitable, callListener } from '@oauth/core/plugin';
import { importKey, type RingKey } from './ring-key.js';
import { removeRetiredKeys, type StoredKey } from './signing-key.js';

/** What a key loader needs of the options of the key ring. */
export interface KeyLoaderOptions {
  readonly load: () => Awaitable<readonly StoredKey[]>;
  readonly retiredKeyLifetime: number;
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/** Loads the keys of a ring. */
export interface KeyLoader {
  /** The keys; loads them again when the last attempt is `interval` seconds or more before `now`. */
  readonly getKeys: (interval: number, now: number) => Awaitable<readonly RingKey[]>;
  /** Why the last attempt failed, `undefined` if it succeeded. */
  readonly getFailure: () => Error | undefined;
}

/** Loads keys, in one attempt at a time. When that fails, the keys that were loaded stay in use. */
export function keyLoader({ load, retiredKeyLifetime, onError }: KeyLoaderOptions): KeyLoader {
  const importKeys = keyImporter();
  let keys: readonly RingKey[] | undefined;
  let triedAt = -Infinity;
  let failure: Error | undefined;
  let loading: Promise<readonly RingKey[]> | undefined;

  const loadKeys = async (now: number): Promise<readonly RingKey[]> => {
    try {
      keys = await importKeys(removeRetiredKeys(await load(), now, retiredKeyLifetime));
      triedAt = now;
      failure = undefined;
    } catch (error) {
      // Without keys of an earlier attempt the server cannot sign.
      if (keys === undefined) throw error;
      triedAt = now;
      failure = new Error('The signing keys could not be loaded again.', { cause: error });
      await callListener(onError, error);
    }
    return keys;
  };

  return {
    getKeys(interval, now) {
      // The absolute difference: a clock that is set back must not prolong the interval.
      if (keys !== undefined && Math.abs(now - triedAt) < interval) return keys;
      loading ??= loadKeys(now).finally(() => (loading = undefined));
      return loading;
    },
    getFailure: () => failure,
  };
}

/** Imports a list of keys; a key that an earlier list has unchanged is not imported again. */
function keyImporter(): (stored: readonly StoredKey[]) => Promise<readonly RingKey[]> {
  let importedKeys: ReadonlyMap<string, Promise<RingKey>> = new Map();
  return async (stored) => {
    const next = new Map<string, Promise<RingKey>>();
    const pendingKeys = stored.map((key) => {
      const text = JSON.stringify(key);
      const pendingKey = importedKeys.get(text) ?? importKey(key);
      next.set(text, pendingKey);
      return pendingKey;
    });
    importedKeys = next;
    const keys = await Promise.all(pendingKeys);
    assertUniqueKids(keys);
    return keys;
  };
}

function assertUniqueKids(keys: readonly RingKey[]): void {
  const kids = new Set<string>();
  for (const { kid } of keys) {
    if (kids.has(kid)) throw new Error(`Two signing keys have the kid ${kid}.`);
    kids.add(kid);
  }
}
