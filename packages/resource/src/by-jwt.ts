import { isJsonObject, type JsonObject } from '@oauth/core';
import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import { isText } from './check.js';
import { checkJwtOptions, type JwtOptions } from './jwt-options.js';
import { remoteKeys, type FindKey } from './remote-keys.js';
import type { AccessTokenInfo, TokenValidator } from './types.js';

const required = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'];

/**
 * Checks JWT access tokens by their signature, without asking anybody.
 *
 * @throws ConfigurationError that lists every fault
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function byJwt(options: JwtOptions): TokenValidator {
  checkJwtOptions(options);
  const { issuer, algorithms, clockTolerance = 60, isRevoked, secret } = options;
  const findKey = keysOf(options);
  const publicKeys = algorithms ?? ['EdDSA', 'ES256', 'RS256', 'PS256'];
  const checks = {
    issuer,
    algorithms: secret ? ['HS256'] : [...publicKeys],
    typ: 'at+jwt',
    clockTolerance,
    requiredClaims: required,
  };
  return async (token, now) => {
    const claims = await verify(token, findKey, now, checks);
    const info = claims && asInfo(claims, now, clockTolerance);
    if (info === undefined) return undefined;
    return (await isRevoked?.(info)) === true ? undefined : info;
  };
}

function keysOf({ jwksUri, jwks, secret }: JwtOptions): FindKey {
  if (secret) return () => secret;
  return jwks ? createLocalJWKSet(jwks) : remoteKeys(jwksUri);
}

/**
 * jose on node 20 also reads padding and bits that mean nothing: other texts for the same token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-2
 */
const part = '(?:[\\w-]{4})*(?:[\\w-][AQgw]|[\\w-]{2}[AEIMQUYcgkosw048])?';
const compact = new RegExp(`^${part}\\.${part}\\.${part}$`);

/** What the token claims, `undefined` if it does not hold; throws when the keys cannot be had. */
async function verify(
  token: string,
  findKey: FindKey,
  now: number,
  checks: NonNullable<Parameters<typeof jwtVerify>[2]>,
): Promise<JsonObject | undefined> {
  if (!compact.test(token)) return undefined;
  try {
    const { payload } = await jwtVerify(token, (header, jws) => findKey(header, jws, now), {
      ...checks,
      currentDate: new Date(now * 1000),
    });
    const claims: unknown = payload;
    return isJsonObject(claims) ? claims : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError && aboutToken.test(error.code)) return undefined;
    throw error;
  }
}

/** Errors that say something of the token, not of the keys or the way to them. */
const aboutToken =
  /^ERR_(JWT_|JWS_|JOSE_(ALG_NOT_ALLOWED|NOT_SUPPORTED)$|JWKS_(NO_|MULTIPLE_)MATCHING_)/;

function asInfo(
  claims: JsonObject,
  now: number,
  clockTolerance: number,
): AccessTokenInfo | undefined {
  const { sub, client_id: clientId, jti, exp, iat, aud, scope = '' } = claims;
  if (typeof sub !== 'string' || typeof clientId !== 'string') return undefined;
  if (typeof jti !== 'string' || typeof scope !== 'string') return undefined;
  if (!Number.isFinite(exp) || typeof exp !== 'number') return undefined;
  if (typeof iat !== 'number' || iat > now + clockTolerance) return undefined;
  const audience = [aud].flat().filter((one) => typeof one === 'string');
  if (audience.length === 0 || ![aud].flat().every(isText)) return undefined;
  // The token is judged by this clock with its tolerance already; it must not expire twice.
  const expiresAt = Math.max(exp, now + 1);
  const scopes = scope.split(' ').filter(Boolean);
  return { subject: sub, clientId, scopes, audience, expiresAt, claims };
}
