import type { Awaitable } from '@oauth/core/plugin';
import { importKey, type RingKey } from './ring-key.js';
import { keysStillNeeded, type StoredKey } from './signing-key.js';

/** What keys are loaded by. */
export interface Loading {
  readonly load: () => Awaitable<readonly StoredKey[]>;
  readonly retiredKeyLifetime: number;
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/** Keys as they were loaded last. */
export interface LoadedKeys {
  /** The keys; loaded again unless that was tried in so many seconds before `now`. */
  readonly within: (seconds: number, now: number) => Awaitable<readonly RingKey[]>;
  /** Why they are not those of the last attempt, if it failed. */
  readonly failure: () => Error | undefined;
}

/** Loads keys, at most once at a time, and holds on to them when that fails. */
export function loadedKeys({ load, retiredKeyLifetime, onError }: Loading): LoadedKeys {
  const importAll = importer();
  let held: readonly RingKey[] | undefined;
  let triedAt = -Infinity;
  let failure: Error | undefined;
  let loading: Promise<readonly RingKey[]> | undefined;

  const reload = async (now: number): Promise<readonly RingKey[]> => {
    try {
      held = await importAll(keysStillNeeded(await load(), now, retiredKeyLifetime));
      triedAt = now;
      failure = undefined;
    } catch (error) {
      // What was loaded before still holds; without it nothing can be signed.
      if (held === undefined) throw error;
      triedAt = now;
      failure = new Error('The signing keys could not be loaded again.', { cause: error });
      await report(error, onError);
    }
    return held;
  };

  return {
    within(seconds, now) {
      // A clock that was set back must not make an interval last.
      if (held !== undefined && Math.abs(now - triedAt) < seconds) return held;
      loading ??= reload(now).finally(() => (loading = undefined));
      return loading;
    },
    failure: () => failure,
  };
}

/** Imports keys, each once for as long as it is listed unchanged. */
function importer(): (stored: readonly StoredKey[]) => Promise<readonly RingKey[]> {
  let known: ReadonlyMap<string, Promise<RingKey>> = new Map();
  return async (stored) => {
    const next = new Map<string, Promise<RingKey>>();
    const keys = stored.map((key) => {
      const text = JSON.stringify(key);
      const imported = known.get(text) ?? importKey(key);
      next.set(text, imported);
      return imported;
    });
    known = next;
    const all = await Promise.all(keys);
    const twice = all.find(({ kid }, index) => all.findIndex((key) => key.kid === kid) !== index);
    if (twice) throw new Error(`Two signing keys have the kid ${twice.kid}.`);
    return all;
  };
}

async function report(error: unknown, onError: Loading['onError']): Promise<void> {
  try {
    await onError?.(error);
  } catch {
    // A broken log must not stop sign-ins.
  }
}
