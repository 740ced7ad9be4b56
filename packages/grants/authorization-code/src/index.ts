export { authorizationCode, type AuthorizationCodePlugin } from './authorization-code.js';
export type { AuthorizationCodeOptions } from './options.js';
