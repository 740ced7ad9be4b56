export {
  allGrantsServer,
  type AllGrantsServer,
  type AllGrantsServerOptions,
} from './all-grants-server.js';
export {
  backendApplicationServer,
  type BackendApplicationServer,
} from './backend-application-server.js';
export type { AuthorizationCalls, CommonCalls, TokenCalls } from './calls.js';
export {
  forGrant,
  type AuthorizationGrantHooks,
  type AuthorizationGrantType,
  type GrantHooks,
  type TokenHooks,
} from './for-grant.js';
export {
  legacyApplicationServer,
  type LegacyApplicationServer,
  type LegacyApplicationServerOptions,
} from './legacy-application-server.js';
export {
  mobileApplicationServer,
  type MobileApplicationServer,
} from './mobile-application-server.js';
export { oauth21, type OAuth21Options, type OAuth21Server } from './oauth21.js';
export type { CommonOptions } from './options.js';
export {
  webApplicationServer,
  type WebApplicationServer,
  type WebApplicationServerOptions,
} from './web-application-server.js';
