import { createRemoteJWKSet, errors } from 'jose';
import type { KnownKeys, VerificationKeys } from './verification-keys.js';

/** Seconds after which keys are loaded again. */
const freshFor = 600;
/** Seconds for which keys that cannot be loaded again are used on. */
const usableFor = 86_400;
/** Seconds between attempts, also those that tokens of unknown keys ask for. */
const pause = 30;

/**
 * The keys of an issuer. They are loaded again when a token names one that is not among them, so a
 * rotation needs no restart. While the issuer cannot be reached, those that were loaded hold.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export function remoteKeys(uri: string): VerificationKeys {
  // When to load is decided here, by the injected clock.
  const always = { cacheMaxAge: Infinity, cooldownDuration: Infinity };
  const keys = createRemoteJWKSet(new URL(uri), always);
  let loadedAt = -Infinity;
  let triedAt = -Infinity;
  let failure: Error | undefined;
  let known: KnownKeys = new Map();

  let loading: Promise<void> | undefined;
  const load = (now: number): Promise<void> =>
    (loading ??= loadOnce(now).finally(() => (loading = undefined)));
  const loadOnce = async (now: number): Promise<void> => {
    triedAt = now;
    try {
      await keys.reload();
      loadedAt = now;
      // A new one, in case a token of the old keys is still being checked.
      known = new Map();
      failure = undefined;
    } catch (cause) {
      failure = new Error(`The keys could not be loaded from ${uri}.`, { cause });
      throw failure;
    }
  };
  const renew = async (now: number): Promise<void> => {
    const usable = within(usableFor, loadedAt, now);
    if (usable && within(pause, triedAt, now)) return;
    try {
      await load(now);
    } catch (error) {
      if (!usable) throw error;
    }
  };

  return {
    known: (now) => (within(freshFor, loadedAt, now) ? known : undefined),
    find: async (header, token, now) => {
      if (!within(freshFor, loadedAt, now)) await renew(now);
      try {
        return await keys(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        // The key may be one that could not be loaded: then nobody can tell.
        if (loading === undefined && within(pause, triedAt, now)) throw failure ?? error;
        await load(now);
        return await keys(header, token);
      }
    },
  };
}

/** A clock that was set back must not make a moment last. */
function within(seconds: number, since: number, now: number): boolean {
  return Math.abs(now - since) < seconds;
}
