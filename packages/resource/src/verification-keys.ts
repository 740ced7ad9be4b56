import {
  createLocalJWKSet,
  type CryptoKey,
  type FlattenedJWSInput,
  type JWTHeaderParameters,
} from 'jose';
import type { JwtKeys } from './jwt-options.js';
import { remoteKeys } from './remote-keys.js';

/** What a signature is checked with. */
export type VerificationKey = CryptoKey | Uint8Array;

/** Finds the key of a token, at a time in epoch seconds. */
export type FindKey = (
  header: JWTHeaderParameters,
  token: FlattenedJWSInput,
  now: number,
) => VerificationKey | Promise<VerificationKey>;

/** Where the keys of tokens are found. */
export interface VerificationKeys {
  readonly find: FindKey;
  /** Keys found before, as long as they need not be looked for again. */
  readonly known: (now: number) => KnownKeys | undefined;
}

/**
 * Keys by the encoded header of tokens whose signature was good. Nearly all tokens of an issuer have
 * the same one, and jose takes a twentieth longer when it has to ask for the key.
 */
export type KnownKeys = Map<string, VerificationKey>;

/** How many headers are remembered, should an issuer give each token its own. */
const most = 100;

/** Remembers the key of a token whose signature was good. */
export function remember(known: KnownKeys, header: string, key: VerificationKey): void {
  if (known.size >= most) known.clear();
  known.set(header, key);
}

/** The keys that the options name. */
export function verificationKeys({ jwksUri, jwks, secret }: JwtKeys): VerificationKeys {
  if (jwksUri !== undefined) return remoteKeys(jwksUri);
  const known: KnownKeys = new Map();
  const find = secret === undefined ? createLocalJWKSet(jwks) : () => secret;
  return { find, known: () => known };
}
