import { errors } from 'jose';
import { keyLoader, type KeyLoader } from './key-loader.js';
import type { KeySource } from './key-source.js';

/**
 * The keys of an issuer. A token whose `kid` is not among them makes them load again, so a rotation
 * needs no restart. While the issuer does not respond, the keys that were loaded stay in use.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export function remoteKeys(uri: string): KeySource {
  const loader = keyLoader(uri);
  return {
    getFreshCache: (now) => (loader.isFresh(now) ? loader.getCache() : undefined),
    find: async (header, token, now) => {
      if (!loader.isFresh(now)) await reloadStaleKeys(loader, now);
      try {
        return await loader.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        // After a failed attempt the key may exist at the issuer, so the token is not called invalid.
        if (!loader.isLoading() && loader.hasTriedRecently(now)) throw loader.getFailure() ?? error;
        await loader.load(now);
        return await loader.find(header, token);
      }
    },
  };
}

async function reloadStaleKeys(loader: KeyLoader, now: number): Promise<void> {
  const isUsable = loader.isUsable(now);
  if (isUsable && loader.hasTriedRecently(now)) return;
  try {
    await loader.load(now);
  } catch (error) {
    if (!isUsable) throw error;
  }
}
