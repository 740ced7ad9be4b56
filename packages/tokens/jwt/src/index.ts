export {
  jwtAccessTokens,
  type JwtAccessTokensOptions,
  type JwtAccessTokensPlugin,
} from './access-tokens.js';
export { jwksEndpoint } from './jwks-endpoint.js';
export { keyRing, type KeyRing, type KeyRingOptions } from './key-ring.js';
export type { RingKey } from './ring-key.js';
export { metadataSigner } from './metadata-signer.js';
export {
  generateSigningKey,
  rotateKeys,
  type Rotation,
  type SigningAlgorithm,
  type StoredKey,
} from './signing-key.js';
