/** For authors of plugins, stores and adapters. Apps use `@oauth/core`. */
export {
  authorizationEndpoint,
  decideAuthorization,
} from './authorization/authorization-endpoint.js';
export {
  createAuthorizationResponse,
  validateAuthorizationRequest,
} from './authorization/composed-calls.js';
export {
  defineResponseType,
  type ResponseTypePlugin,
} from './authorization/define-response-type.js';
export { validateDirectAuthorization } from './authorization/direct-authorization.js';
export { escapeHtml } from './authorization/error-page.js';
export { findRedirectUriFault } from './authorization/redirect-uri-rules.js';
export { pageHeaders } from './authorization/response-modes.js';
export {
  digestSecret,
  getAuthenticationMethod,
  getGrantTypes,
  isPublicClient,
} from './client/client-metadata.js';
export { ConfigurationError, OAuthError } from './contract/errors.js';
export type * from './contract/index.js';
export { json } from './contract/http.js';
export { routeLength } from './contract/store.js';
export { decryptResponse, encryptResponse } from './crypto/encrypt-response.js';
export { timingSafeEqual } from './crypto/timing-safe-equal.js';
export { clientEndpoint, type ClientEndpointOptions } from './http/client-endpoint.js';
export { bodyTooLarge } from './http/reasons.js';
export { splitUrl } from './http/url.js';
export { andThen, isPromiseLike } from './lib/and-then.js';
export { callListener } from './lib/call-listener.js';
export { definePlugin } from './lib/define-plugin.js';
export { decodeFormComponent } from './lib/form-encoding.js';
export { isJsonObject } from './lib/json.js';
export { isLoopbackHost } from './lib/loopback.js';
export { checkOptionNames, type OptionNames } from './lib/option-names.js';
export { defineReasons, type ErrorDetails, type Reason } from './lib/reasons.js';
export { findClientFaults } from './server/check-clients.js';
export { collectFaults, type Checked } from './server/collect-faults.js';
export {
  documents,
  neverExpires,
  type DocumentHost,
  type DocumentPage,
  type Documents,
} from './server/documents.js';
export { createGrantId, createToken } from './token/create-token.js';
export { defineGrant, type GrantPlugin } from './token/define-grant.js';
export { findToken, isStoredRecord } from './token/find-token.js';
export { issueTokens, type DirectIssueRequest } from './token/issue-tokens.js';
export { assertScopeAllowed, formatScope, isScopeToken, parseScope } from './token/scope.js';
export { collectTokenClaims } from './token/token-claims.js';
export { sha256 } from '#crypto';
