export { byJwt, type JwtOptions } from './by-jwt.js';
