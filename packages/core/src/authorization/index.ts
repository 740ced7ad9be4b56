export {
  authorizationEndpoint,
  authorizationParts,
  createAuthorizationResponse,
  validateAuthorizationRequest,
} from './endpoint.js';
export { escapeHtml, renderPlainErrorPage } from './error-page.js';
export { findRedirectUriFault } from './redirect-uri.js';
export { pageHeaders, responseModes } from './response-modes.js';
export { responseTypeNone } from './response-type-none.js';
