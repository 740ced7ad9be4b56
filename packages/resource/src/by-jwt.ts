import { isJsonObject, type Awaitable, type JsonObject } from '@oauth/core';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import type { AccessTokenInfo, TokenValidator } from './types.js';

/** Options of {@link byJwt}: where the keys come from, and what tokens must say. */
export interface JwtOptions {
  /** `iss` of tokens, the identical string. */
  readonly issuer: string;
  /** URL of the issuer's public keys; loaded when needed and again when keys are rotated. */
  readonly jwksUri?: string | undefined;
  /** The public keys themselves, instead. */
  readonly jwks?: JSONWebKeySet | undefined;
  /** A secret shared with the issuer, for HS256, instead: at least 32 bytes. */
  readonly secret?: Uint8Array | undefined;
  /** Default: EdDSA, ES256, RS256 and PS256; HS256 with a secret. */
  readonly algorithms?: readonly string[] | undefined;
  /** Seconds by which clocks may differ. Default: 60. */
  readonly clockTolerance?: number | undefined;
  /** Asks whether a token that is otherwise valid was revoked. Default: nobody is asked. */
  readonly isRevoked?: ((token: AccessTokenInfo) => Awaitable<boolean>) | undefined;
}

/**
 * Checks JWT access tokens by their signature, without asking anybody.
 *
 * @throws Error for options that name no keys or a short secret
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function byJwt(options: JwtOptions): TokenValidator {
  const { issuer, clockTolerance = 60, isRevoked, secret } = options;
  const keys = keysOf(options);
  const algorithms = [
    ...(options.algorithms ?? (secret ? ['HS256'] : ['EdDSA', 'ES256', 'RS256', 'PS256'])),
  ];
  const checks = {
    issuer,
    algorithms,
    typ: 'at+jwt',
    clockTolerance,
    requiredClaims: ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'],
  };
  return async (token, now) => {
    const claims = await verified(token, keys, { ...checks, currentDate: new Date(now * 1000) });
    const info = claims && asInfo(claims, now, clockTolerance);
    if (info === undefined) return undefined;
    return (await isRevoked?.(info)) === true ? undefined : info;
  };
}

function keysOf({ jwksUri, jwks, secret }: JwtOptions): JWTVerifyGetKey {
  if (secret !== undefined) {
    if (secret.length < 32) throw new Error('secret must have at least 32 bytes (RFC 7518).');
    return () => secret;
  }
  if (jwks !== undefined) return createLocalJWKSet(jwks);
  if (jwksUri !== undefined) return createRemoteJWKSet(new URL(jwksUri));
  throw new Error('byJwt needs jwksUri, jwks or secret.');
}

/** What the token claims, `undefined` if it does not hold; throws when the keys cannot be had. */
async function verified(
  token: string,
  keys: JWTVerifyGetKey,
  checks: NonNullable<Parameters<typeof jwtVerify>[2]>,
): Promise<JsonObject | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, checks);
    const claims: unknown = payload;
    return isJsonObject(claims) ? claims : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError && !isOutage(error)) return undefined;
    if (error instanceof TypeError && error.message.startsWith('Key')) return undefined;
    throw error;
  }
}

function isOutage(error: errors.JOSEError): boolean {
  return error instanceof errors.JWKSTimeout || error.code === 'ERR_JOSE_GENERIC';
}

function asInfo(
  claims: JsonObject,
  now: number,
  clockTolerance: number,
): AccessTokenInfo | undefined {
  const { sub, client_id: clientId, exp, iat, aud, scope = '' } = claims;
  if (typeof sub !== 'string' || typeof clientId !== 'string' || typeof scope !== 'string')
    return undefined;
  if (typeof exp !== 'number' || typeof iat !== 'number' || iat > now + clockTolerance)
    return undefined;
  const audience = [aud].flat().filter((one) => typeof one === 'string');
  // The token is judged by this clock with its tolerance already; it must not expire twice.
  const expiresAt = Math.max(exp, now + 1);
  const scopes = scope.split(' ').filter(Boolean);
  return { subject: sub, clientId, scopes, audience, expiresAt, claims };
}
