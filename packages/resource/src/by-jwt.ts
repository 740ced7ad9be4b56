import { errors, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import { isJsonObject, type JsonObject } from '@oauth/core/plugin';
import { isCompactJwt } from './compact-jwt.js';
import { checkJwtOptions, type ByJwtOptions } from './jwt-options.js';
import { cacheKey, type KeySource } from './key-source.js';
import { isNonEmptyString } from './option-checks.js';
import type { AccessTokenInfo, TokenValidator } from './types.js';
import { verificationKeys } from './verification-keys.js';

/**
 * Validates JWT access tokens by their signature, without a request to the authorization server.
 *
 * @throws ConfigurationError that lists every fault
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function byJwt(options: ByJwtOptions): TokenValidator {
  checkJwtOptions(options);
  const { issuer, algorithms, clockTolerance = 60, isRevoked, secret } = options;
  const keys = verificationKeys(options);
  const publicKeyAlgorithms = algorithms ?? ['EdDSA', 'ES256', 'RS256', 'PS256'];
  const getVerifyOptions = verifyOptionsByTime({
    issuer,
    algorithms: secret ? ['HS256'] : [...publicKeyAlgorithms],
    typ: 'at+jwt',
    clockTolerance,
  });
  return async (token, now) => {
    const claims = await verifyToken(token, keys, now, getVerifyOptions(now));
    const info = claims && toAccessTokenInfo(claims, now, clockTolerance);
    if (info === undefined || isRevoked === undefined) return info;
    return (await isRevoked(info)) ? undefined : info;
  };
}

/** jose's options for a time in epoch seconds; all tokens of a second share an object. */
function verifyOptionsByTime(fixed: JWTVerifyOptions): (now: number) => JWTVerifyOptions {
  let second = Number.NaN;
  let current = fixed;
  return (now) => {
    if (second !== now) {
      second = now;
      current = { ...fixed, currentDate: new Date(now * 1000) };
    }
    return current;
  };
}

/**
 * The claims of the token, `undefined` if it is not valid.
 *
 * @throws Error when the keys are not available
 */
async function verifyToken(
  token: string,
  keys: KeySource,
  now: number,
  options: JWTVerifyOptions,
): Promise<JsonObject | undefined> {
  if (!isCompactJwt(token)) return undefined;
  try {
    const payload = await verifySignature(token, keys, now, options);
    return isJsonObject(payload) ? payload : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError && invalidTokenCodes.test(error.code)) return undefined;
    throw error;
  }
}

async function verifySignature(
  token: string,
  keys: KeySource,
  now: number,
  options: JWTVerifyOptions,
): Promise<unknown> {
  const cache = keys.getFreshCache(now);
  const encodedHeader = token.slice(0, token.indexOf('.'));
  const cachedKey = cache?.get(encodedHeader);
  if (cachedKey !== undefined) return (await jwtVerify(token, cachedKey, options)).payload;
  const findKey = (...[header, jws]: Parameters<JWTVerifyGetKey>) => keys.find(header, jws, now);
  const { payload, key } = await jwtVerify(token, findKey, options);
  if (cache !== undefined) cacheKey(cache, encodedHeader, key);
  return payload;
}

/** Codes of jose's errors that are about the token. The others are about the keys or their loading. */
const invalidTokenCodes =
  /^ERR_(JWT_|JWS_|JOSE_(ALG_NOT_ALLOWED|NOT_SUPPORTED)$|JWKS_(NO_|MULTIPLE_)MATCHING_)/;

function toAccessTokenInfo(
  claims: JsonObject,
  now: number,
  clockTolerance: number,
): AccessTokenInfo | undefined {
  const { sub, client_id: clientId, jti, exp, iat, aud, scope = '' } = claims;
  if (typeof sub !== 'string' || typeof clientId !== 'string') return undefined;
  if (typeof jti !== 'string' || typeof scope !== 'string') return undefined;
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return undefined;
  if (typeof iat !== 'number' || iat > now + clockTolerance) return undefined;
  const audience = typeof aud === 'string' ? [aud] : aud;
  if (!isStringList(audience)) return undefined;
  // `exp` was checked with tolerance above, so the later check without tolerance must pass.
  const expiresAt = Math.max(exp, now + 1);
  const scopes = scope.split(' ').filter(Boolean);
  return { subject: sub, clientId, scopes, audience, expiresAt, claims };
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isNonEmptyString);
}
