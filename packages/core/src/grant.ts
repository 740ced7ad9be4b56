export {
  createTokenResponse,
  defineGrant,
  validateTokenRequest,
  type GrantPlugin,
} from './token-endpoint.js';
