import type { JSONWebKeySet } from 'jose';
import type { Awaitable } from '@oauth/core/plugin';
import { checkAll, isSecure, isText } from './check.js';
import type { AccessTokenInfo } from './types.js';

/** An algorithm with a public key. */
export type PublicKeyAlgorithm =
  'EdDSA' | 'Ed25519' | `${'ES' | 'RS' | 'PS'}${'256' | '384' | '512'}`;

/** Where keys come from: one of the three. */
export type JwtKeys =
  | {
      /** The https URL of the issuer's public keys; loaded when needed, and again when rotated. */
      readonly jwksUri: string;
      /** Allows http to a host other than loopback: whoever is between can forge tokens. */
      readonly allowInsecureJwksUri?: boolean | undefined;
      readonly jwks?: undefined;
      readonly secret?: undefined;
    }
  | {
      /** The public keys themselves. */
      readonly jwks: JSONWebKeySet;
      readonly jwksUri?: undefined;
      readonly secret?: undefined;
    }
  | {
      /** A secret shared with the issuer, for HS256: at least 32 bytes. */
      readonly secret: Uint8Array;
      readonly algorithms?: undefined;
      readonly jwksUri?: undefined;
      readonly jwks?: undefined;
    };

/** Options of `byJwt`: where the keys come from, and what tokens must say. */
export type ByJwtOptions = JwtKeys & {
  /** `iss` of tokens, the identical string. */
  readonly issuer: string;
  /** What public keys may sign with. Default: EdDSA, ES256, RS256 and PS256. */
  readonly algorithms?: readonly PublicKeyAlgorithm[] | undefined;
  /** Seconds by which clocks may differ, at most 300. Default: 60. */
  readonly clockTolerance?: number | undefined;
  /** Asks whether a token that is otherwise valid was revoked. Default: nobody is asked. */
  readonly isRevoked?: ((token: AccessTokenInfo) => Awaitable<boolean>) | undefined;
};

const names = 'issuer jwksUri allowInsecureJwksUri jwks secret algorithms clockTolerance isRevoked';

/** @throws ConfigurationError that lists every fault */
export function checkJwtOptions(options: ByJwtOptions): void {
  const { issuer, jwksUri, jwks, secret, clockTolerance = 60 } = options;
  const algorithms: readonly string[] | undefined = options.algorithms;
  checkAll(options, names, (check) => {
    check(isText(issuer), 'issuer', 'must be the issuer’s URL');
    const sources = [jwksUri, jwks, secret].filter((source) => source !== undefined);
    check(sources.length === 1, 'jwksUri', 'must be there, or jwks, or secret; one of them');
    if (jwksUri !== undefined)
      check(isSecure(jwksUri, options.allowInsecureJwksUri), 'jwksUri', 'must be an https URL');
    if (jwks !== undefined) check(jwks.keys.length > 0, 'jwks', 'must have keys');
    if (secret !== undefined)
      check(secret.length >= 32, 'secret', 'must have at least 32 bytes (RFC 7518 section 3.2)');
    check(
      algorithms === undefined || (algorithms.length > 0 && algorithms.every(hasPublicKey)),
      'algorithms',
      'must be some with public keys, such as ES256',
    );
    check(
      secret === undefined || algorithms === undefined,
      'algorithms',
      'a secret has HS256 only',
    );
    check(
      clockTolerance >= 0 && clockTolerance <= 300,
      'clockTolerance',
      'must be seconds, from 0 to 300',
    );
  });
}

function hasPublicKey(algorithm: string): boolean {
  return /^(EdDSA|Ed25519|(ES|RS|PS)(256|384|512))$/.test(algorithm);
}
