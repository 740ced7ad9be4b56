export { byJwt } from './by-jwt.js';
export type { JwtKeys, JwtOptions, PublicKeyAlgorithm } from './jwt-options.js';
