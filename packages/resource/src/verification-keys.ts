import { createLocalJWKSet } from 'jose';
import type { JwtKeys } from './jwt-options.js';
import type { KeyCache, KeySource } from './key-source.js';
import { remoteKeys } from './remote-keys.js';

/** The source of keys that the options name. */
export function verificationKeys({ jwksUri, jwks, secret }: JwtKeys): KeySource {
  if (jwksUri !== undefined) return remoteKeys(jwksUri);
  const cache: KeyCache = new Map();
  const find = secret === undefined ? createLocalJWKSet(jwks) : () => secret;
  return { find, getFreshCache: () => cache };
}
