export {
  authorizationEndpoint,
  authorizationParts,
  createAuthorizationResponse,
  validateAuthorizationRequest,
} from './endpoint.js';
export { escapeHtml, plainErrorPage } from './error-page.js';
export { redirectUriFault } from './redirect-uri.js';
export { pageHeaders, responseModes } from './response-modes.js';
export { responseTypeNone } from './response-type-none.js';
