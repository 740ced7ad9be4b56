export { byJwt } from './by-jwt.js';
export type { JwtKeys, ByJwtOptions, PublicKeyAlgorithm } from './jwt-options.js';
