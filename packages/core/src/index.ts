export { andThen, isPromiseLike } from './after.js';
export type {
  Approval,
  AuthorizationDecision,
  AuthorizationRequest,
  AuthorizationResult,
  Authorize,
  RenderErrorPage,
  RedirectableRequest,
  RedirectUriPolicy,
  ResponseMode,
  ResponseType,
} from './authorization/types.js';
export type {
  ClientAuthentication,
  PresentedCredentials,
  VerifySecret,
} from './client-authentication.js';
export {
  getAuthenticationMethod,
  digestSecret,
  getGrantTypes,
  isPublicClient,
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
export type { Parameters, DuplicateParameters } from './parameters.js';
export {
  definePlugin,
  type AccessTokenFormat,
  type AccessTokenInput,
  type Middleware,
  type EndpointContext,
  type Check,
  type ClientRequest,
  type Decision,
  type Endpoint,
  type FormRequest,
  type GrantHandler,
  type Hooks,
  type Issuance,
  type IssuingRequest,
  type CreatedToken,
  type Plugin,
  type RefreshTokenPolicy,
  type Refusal,
  type Repetition,
  type TokenRequest,
  type TokenSeeds,
} from './plugin.js';
export {
  formatScope,
  isScopeToken,
  parseScope,
  assertScopeAllowed,
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
export type { RandomSource, TokenGenerator, Tokens } from './tokens.js';
export type { Awaitable, JsonObject, JsonValue, ByName, Seconds } from './types.js';
