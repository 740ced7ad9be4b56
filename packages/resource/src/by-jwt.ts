import { errors, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import { isJsonObject, type JsonObject } from '@oauth/core/plugin';
import { isText } from './check.js';
import { isCompactJwt } from './compact-jwt.js';
import { checkJwtOptions, type ByJwtOptions } from './jwt-options.js';
import type { AccessTokenInfo, TokenValidator } from './types.js';
import { remember, verificationKeys, type VerificationKeys } from './verification-keys.js';

/**
 * Checks JWT access tokens by their signature, without asking anybody.
 *
 * @throws ConfigurationError that lists every fault
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function byJwt(options: ByJwtOptions): TokenValidator {
  checkJwtOptions(options);
  const { issuer, algorithms, clockTolerance = 60, isRevoked, secret } = options;
  const keys = verificationKeys(options);
  const publicKeys = algorithms ?? ['EdDSA', 'ES256', 'RS256', 'PS256'];
  const checks = checksAt({
    issuer,
    algorithms: secret ? ['HS256'] : [...publicKeys],
    typ: 'at+jwt',
    clockTolerance,
  });
  return async (token, now) => {
    const claims = await verify(token, keys, now, checks(now));
    const info = claims && asInfo(claims, now, clockTolerance);
    if (info === undefined || isRevoked === undefined) return info;
    return (await isRevoked(info)) ? undefined : info;
  };
}

/** Checks for a time in epoch seconds. All tokens of one second are held against the same object. */
function checksAt(checks: JWTVerifyOptions): (now: number) => JWTVerifyOptions {
  let at = Number.NaN;
  let current = checks;
  return (now) => {
    if (at !== now) {
      at = now;
      current = { ...checks, currentDate: new Date(now * 1000) };
    }
    return current;
  };
}

/** What the token claims, `undefined` if it does not hold; throws when the keys cannot be had. */
async function verify(
  token: string,
  keys: VerificationKeys,
  now: number,
  checks: JWTVerifyOptions,
): Promise<JsonObject | undefined> {
  if (!isCompactJwt(token)) return undefined;
  try {
    const claims = await payloadOf(token, keys, now, checks);
    return isJsonObject(claims) ? claims : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError && aboutToken.test(error.code)) return undefined;
    throw error;
  }
}

async function payloadOf(
  token: string,
  keys: VerificationKeys,
  now: number,
  checks: JWTVerifyOptions,
): Promise<unknown> {
  const known = keys.known(now);
  const encodedHeader = token.slice(0, token.indexOf('.'));
  const before = known?.get(encodedHeader);
  if (before !== undefined) return (await jwtVerify(token, before, checks)).payload;
  const find = (...[header, jws]: Parameters<JWTVerifyGetKey>) => keys.find(header, jws, now);
  const { payload, key } = await jwtVerify(token, find, checks);
  if (known !== undefined) remember(known, encodedHeader, key);
  return payload;
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
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return undefined;
  if (typeof iat !== 'number' || iat > now + clockTolerance) return undefined;
  const audience = typeof aud === 'string' ? [aud] : aud;
  if (!isTextList(audience)) return undefined;
  // The token is judged by this clock with its tolerance already; it must not expire twice.
  const expiresAt = Math.max(exp, now + 1);
  const scopes = scope.split(' ').filter(Boolean);
  return { subject: sub, clientId, scopes, audience, expiresAt, claims };
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}
