import { SignJWT } from 'jose';
import type { JsonObject } from '@oauth/core/plugin';
import type { KeyRing } from './key-ring.js';

/**
 * Signs metadata documents, for the option `sign` of `@oauth/endpoint-metadata`. Signing throws an
 * Error while the signing key is a shared secret.
 *
 * @param clock epoch milliseconds
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2.1
 */
export function metadataSigner(
  keys: KeyRing,
  clock: () => number = Date.now,
): (claims: JsonObject) => Promise<string> {
  return async (claims) => {
    const now = Math.floor(clock() / 1000);
    const { alg, kid, signingKey, publicJwk } = await keys.getSigningKey(now);
    if (publicJwk === undefined)
      throw new Error('metadataSigner needs a key with a public part, such as ES256.');
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg, kid })
      .setIssuedAt(now)
      .sign(signingKey);
  };
}
