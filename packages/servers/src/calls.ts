import {
  type AuthorizationDecision,
  type AuthorizationRequest,
  createAuthorizationResponse,
  createTokenResponse,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type Server,
  type TokenRequest,
  validateAuthorizationRequest,
  validateTokenRequest,
} from '@oauth/core';
import type { ProtectedResource } from '@oauth/resource';

/** What every server does. */
export interface CommonCalls extends Pick<Server, 'context' | 'handle' | 'canHandle' | 'issuer'> {
  readonly validateProtectedResourceRequest: ProtectedResource['validateProtectedResourceRequest'];
  readonly createRevocationResponse: (request: HttpRequest) => Promise<HttpResponse>;
  readonly createIntrospectResponse: (request: HttpRequest) => Promise<HttpResponse>;
  readonly createMetadataResponse: (request: HttpRequest) => Promise<HttpResponse>;
}

/** What a server with an authorization endpoint does. */
export interface AuthorizationCalls {
  /** @throws OAuthError */
  readonly validateAuthorizationRequest: (request: HttpRequest) => Promise<AuthorizationRequest>;
  readonly createAuthorizationResponse: (
    request: HttpRequest,
    decision: AuthorizationDecision,
  ) => Promise<HttpResponse>;
}

/** What a server with a token endpoint does. */
export interface TokenCalls {
  /** @throws OAuthError */
  readonly validateTokenRequest: (request: HttpRequest) => Promise<TokenRequest>;
  readonly createTokenResponse: (request: HttpRequest, extra?: JsonObject) => Promise<HttpResponse>;
}

/** The calls of every server, bound to it and to its own API. */
export function commonCalls(
  { issuer, context, handle, canHandle, handleEndpoint }: Server,
  { validateProtectedResourceRequest }: ProtectedResource,
): CommonCalls {
  return {
    issuer,
    context,
    handle,
    canHandle,
    validateProtectedResourceRequest,
    createRevocationResponse: (request) => handleEndpoint('revocation_endpoint', request),
    createIntrospectResponse: (request) => handleEndpoint('introspection_endpoint', request),
    createMetadataResponse: (request) => handleEndpoint('authorization_server_metadata', request),
  };
}

/** The authorization calls, bound to a server. */
export function authorizationCalls(
  server: Pick<Server, 'runEndpoint' | 'context'>,
): AuthorizationCalls {
  return {
    validateAuthorizationRequest: (request) => validateAuthorizationRequest(server, request),
    createAuthorizationResponse: (request, decision) =>
      createAuthorizationResponse(server, request, decision),
  };
}

/** The token calls, bound to a server. */
export function tokenCalls(server: Pick<Server, 'runEndpoint' | 'context'>): TokenCalls {
  return {
    validateTokenRequest: (request) => validateTokenRequest(server, request),
    createTokenResponse: (request, extra) => createTokenResponse(server, request, extra),
  };
}
