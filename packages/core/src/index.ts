/** For apps: makes servers. Authors of plugins, stores and adapters use `@oauth/core/plugin`. */
export {
  createAuthorizationResponse,
  validateAuthorizationRequest,
} from './authorization/composed-calls.js';
export { escapeHtml, renderPlainErrorPage } from './authorization/error-page.js';
export { pageHeaders } from './authorization/response-modes.js';
export { responseTypeNone } from './authorization/response-type-none.js';
export { digestSecret, isPublicClient } from './client/client-metadata.js';
export { ConfigurationError, OAuthError } from './contract/errors.js';
export { cors, type CorsOptions, type CorsPlugin } from './http/cors.js';
export { createServer } from './server/create-server.js';
export { createTokenResponse, validateTokenRequest } from './token/composed-calls.js';
export { issueTokens, type DirectIssueRequest } from './token/issue-tokens.js';
export type * from './contract/index.js';
