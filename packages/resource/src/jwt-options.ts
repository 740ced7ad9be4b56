import type { JSONWebKeySet } from 'jose';
import type { Awaitable, Check, OptionNames } from '@oauth/core/plugin';
import { assertNoFaults, findUrlFault, formatValue, isNonEmptyString } from './option-checks.js';
import type { AccessTokenInfo } from './types.js';

/** A JWS algorithm with a public key. */
export type PublicKeyAlgorithm =
  'EdDSA' | 'Ed25519' | `${'ES' | 'RS' | 'PS'}${'256' | '384' | '512'}`;

/** The source of verification keys: exactly one of `jwksUri`, `jwks` and `secret`. */
export type JwtKeys =
  | {
      /** The https URL of the issuer's public keys; loaded when needed, and again after a rotation. */
      readonly jwksUri: string;
      /** Allows http to a host other than loopback: an attacker on the network can then forge tokens. */
      readonly allowInsecureJwksUri?: boolean | undefined;
      readonly jwks?: undefined;
      readonly secret?: undefined;
    }
  | {
      /** The issuer's public keys. */
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

/** Options of `byJwt`: where keys come from, and what tokens must say. */
export type ByJwtOptions = JwtKeys & {
  /** The `iss` that tokens must have, compared as a string. */
  readonly issuer: string;
  /** Algorithms that tokens may be signed with by public keys. Default: EdDSA, ES256, RS256, PS256. */
  readonly algorithms?: readonly PublicKeyAlgorithm[] | undefined;
  /** Seconds by which the clocks of issuer and API may differ, at most 300. Default: 60. */
  readonly clockTolerance?: number | undefined;
  /** Whether a token that is otherwise valid was revoked. Default: revocation is not looked up. */
  readonly isRevoked?: ((token: AccessTokenInfo) => Awaitable<boolean>) | undefined;
};

const optionNames: OptionNames<ByJwtOptions> = {
  issuer: true,
  jwksUri: true,
  allowInsecureJwksUri: true,
  jwks: true,
  secret: true,
  algorithms: true,
  clockTolerance: true,
  isRevoked: true,
};

/** @throws ConfigurationError that lists every fault */
export function checkJwtOptions(options: ByJwtOptions): void {
  const { issuer, clockTolerance = 60 } = options;
  assertNoFaults(options, optionNames, (check) => {
    check(
      isNonEmptyString(issuer),
      'issuer',
      `is ${formatValue(issuer)}; write the iss of the tokens, a URL`,
    );
    checkKeys(options, check);
    checkAlgorithms(options, check);
    check(
      clockTolerance >= 0 && clockTolerance <= 300,
      'clockTolerance',
      `is ${formatValue(clockTolerance)}; write seconds from 0 to 300`,
    );
  });
}

function checkKeys(options: ByJwtOptions, check: Check): void {
  const { jwksUri, jwks, secret } = options;
  const sources = Object.entries({ jwksUri, jwks, secret }).filter(
    ([, value]) => value !== undefined,
  );
  check(sources.length > 0, 'jwksUri', 'is missing, as are jwks and secret; set one of them');
  const given = sources.map(([name]) => name).join(' and ');
  check(sources.length < 2, 'jwksUri', `must be the only source of keys; ${given} are set`);
  if (jwksUri !== undefined) {
    const fault = findUrlFault(jwksUri, 'allowInsecureJwksUri', options.allowInsecureJwksUri);
    check(fault === undefined, 'jwksUri', fault ?? '');
  }
  if (jwks !== undefined)
    check(jwks.keys.length > 0, 'jwks', 'has no keys; write the public keys of the issuer');
  // RFC 7518 section 3.2: an HS256 key has at least the size of the hash.
  if (secret !== undefined)
    check(
      secret.length >= 32,
      'secret',
      `has ${secret.length} bytes; HS256 needs at least 32 bytes (RFC 7518 section 3.2)`,
    );
}

function checkAlgorithms({ secret, ...options }: ByJwtOptions, check: Check): void {
  const algorithms: readonly string[] | undefined = options.algorithms;
  if (algorithms === undefined) return;
  check(algorithms.length > 0, 'algorithms', 'is empty; write one algorithm, such as ES256');
  const symmetric = algorithms.filter((algorithm) => !hasPublicKey(algorithm));
  check(
    symmetric.length === 0,
    'algorithms',
    `has ${symmetric.join(', ')}, which has no public key; write algorithms such as ES256`,
  );
  check(
    secret === undefined,
    'algorithms',
    'is set beside secret, which is for HS256 only; omit it',
  );
}

function hasPublicKey(algorithm: string): boolean {
  return /^(EdDSA|Ed25519|(ES|RS|PS)(256|384|512))$/.test(algorithm);
}
