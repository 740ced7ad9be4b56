export {
  authorizationCode,
  type AuthorizationCodeOptions,
  type AuthorizationCodePlugin,
} from './authorization-code.js';
