import { errors, jwtVerify } from 'jose';
import type { KeyRing } from './key-ring.js';

/**
 * jose on node 20 also reads padding and bits that mean nothing: other texts for the same token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-2
 */
const part = '(?:[\\w-]{4})*(?:[\\w-][AQgw]|[\\w-]{2}[AEIMQUYcgkosw048])?';
const compact = new RegExp(`^${part}\\.${part}\\.${part}$`);

/**
 * The record id of a token that this server has signed and that has not expired.
 *
 * @throws Error when the keys cannot be had, so that nobody takes a good token for an unknown one
 */
export async function locate(
  token: string,
  issuer: string,
  now: number,
  keys: KeyRing,
): Promise<string | undefined> {
  if (!compact.test(token)) return undefined;
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid, alg }) => {
        const key = await keys.find(kid, now);
        if (key?.alg !== alg) throw new errors.JWKSNoMatchingKey();
        return key.verify;
      },
      {
        issuer,
        typ: 'at+jwt',
        requiredClaims: ['exp', 'jti'],
        currentDate: new Date(now * 1000),
      },
    );
    return payload.jti;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
