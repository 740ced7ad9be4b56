export {
  revocation,
  type RevocableTokenType,
  type RevocationOptions,
  type RevocationPlugin,
} from './revocation.js';
