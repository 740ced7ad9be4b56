export { after, isPending } from './after.js';
export type {
  Approval,
  AuthorizationDecision,
  AuthorizationRequest,
  AuthorizationResult,
  Authorize,
  ErrorPage,
  RedirectableRequest,
  RedirectUriPolicy,
  ResponseMode,
  ResponseType,
} from './authorization/types.js';
export type {
  ClientAuthentication,
  PresentedClient,
  VerifySecret,
} from './client-authentication.js';
export {
  authenticationMethodOf,
  digestSecret,
  grantTypesOf,
  isPublic,
  type Client,
  type ClientRegistration,
  type FindClient,
} from './client.js';
export { clientEndpoint, type ClientEndpointOptions } from './endpoint.js';
export {
  bodyTooLarge,
  ConfigurationError,
  OAuthError,
  refused,
  type ConfigurationFault,
  type OAuthErrorCode,
  type OAuthErrorOptions,
} from './errors.js';
export type { OAuthEvent, OAuthEventDetails, OAuthEventType, OnEvent } from './events.js';
export { json, type HttpHeaders, type HttpRequest, type HttpResponse } from './http.js';
export { isJsonObject } from './json.js';
export type { ServerOptions } from './options.js';
export type { Parameters, Repeats } from './parameters.js';
export {
  definePlugin,
  type AccessTokenFormat,
  type AccessTokenIssue,
  type Around,
  type Call,
  type Check,
  type ClientRequest,
  type Decision,
  type Endpoint,
  type FormRequest,
  type Grant,
  type Hooks,
  type Issuance,
  type IssuingRequest,
  type MintedToken,
  type Plugin,
  type RefreshTokenPolicy,
  type Refusal,
  type Repetition,
  type TokenRequest,
  type TokenSecrets,
} from './plugin.js';
export {
  formatScope,
  isScopeToken,
  parseScope,
  requireWithin,
  type DefaultScope,
  type ScopePolicy,
} from './scope.js';
export type { ServerContext } from './server-context.js';
export { createServer, type Server } from './server.js';
export type {
  Change,
  CommitResult,
  RecordData,
  RevocationTarget,
  Store,
  StoredRecord,
} from './store.js';
export type { RandomText, TokenGenerator, Tokens } from './tokens.js';
export type { Awaitable, JsonObject, JsonValue, Named, Seconds } from './types.js';
