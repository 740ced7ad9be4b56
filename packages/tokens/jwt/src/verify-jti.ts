import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { KeyRing } from './key-ring.js';

/**
 * Canonical base64url. On Node 20 jose also decodes padding and ignored bits, so several texts would
 * pass for one token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-2
 */
const base64url = '(?:[\\w-]{4})*(?:[\\w-][AQgw]|[\\w-]{2}[AEIMQUYcgkosw048])?';
const compactJwt = new RegExp(`^${base64url}\\.${base64url}\\.${base64url}$`);

/**
 * The `jti` of a token that this server has signed and that has not expired, `undefined` for any
 * other text. It is the id of the token's record.
 *
 * @throws Error when the keys are not available: the token may be valid nevertheless
 */
export async function verifyJti(
  token: string,
  issuer: string,
  now: number,
  keys: KeyRing,
): Promise<string | undefined> {
  if (!compactJwt.test(token)) return undefined;
  const findKey = async ({ kid, alg }: Parameters<JWTVerifyGetKey>[0]) => {
    const key = await keys.findKey(kid, now);
    if (key?.alg !== alg) throw new errors.JWKSNoMatchingKey();
    return key.verificationKey;
  };
  try {
    const { payload } = await jwtVerify(token, findKey, {
      issuer,
      typ: 'at+jwt',
      requiredClaims: ['exp', 'jti'],
      currentDate: new Date(now * 1000),
    });
    return payload.jti;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
