export type { EventReasons } from './reasons.js';
export {
  revocation,
  type RevocableTokenType,
  type RevocationOptions,
  type RevocationPlugin,
} from './revocation.js';
