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

/** The calls of every ready-made server. */
export interface CommonCalls extends Pick<Server, 'context' | 'handle' | 'canHandle' | 'issuer'> {
  /** Validates the access token of a request to the server's own API. */
  readonly validateProtectedResourceRequest: ProtectedResource['validateProtectedResourceRequest'];
  readonly createRevocationResponse: (request: HttpRequest) => Promise<HttpResponse>;
  readonly createIntrospectResponse: (request: HttpRequest) => Promise<HttpResponse>;
  readonly createMetadataResponse: (request: HttpRequest) => Promise<HttpResponse>;
}

/** The calls of a server with an authorization endpoint. */
export interface AuthorizationCalls {
  /** @throws OAuthError if the request is refused */
  readonly validateAuthorizationRequest: (request: HttpRequest) => Promise<AuthorizationRequest>;
  readonly createAuthorizationResponse: (
    request: HttpRequest,
    decision: AuthorizationDecision,
  ) => Promise<HttpResponse>;
}

/** The calls of a server with a token endpoint. */
export interface TokenCalls {
  /** @throws OAuthError if the request is refused */
  readonly validateTokenRequest: (request: HttpRequest) => Promise<TokenRequest>;
  /** The `extra` members join the response and do not replace its own. */
  readonly createTokenResponse: (request: HttpRequest, extra?: JsonObject) => Promise<HttpResponse>;
}

/** Binds the calls of every ready-made server to a server and its own API. */
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

/** Binds the calls of the authorization endpoint to a server. */
export function authorizationCalls(
  server: Pick<Server, 'runEndpoint' | 'context'>,
): AuthorizationCalls {
  return {
    validateAuthorizationRequest: (request) => validateAuthorizationRequest(server, request),
    createAuthorizationResponse: (request, decision) =>
      createAuthorizationResponse(server, request, decision),
  };
}

/** Binds the calls of the token endpoint to a server. */
export function tokenCalls(server: Pick<Server, 'runEndpoint' | 'context'>): TokenCalls {
  return {
    validateTokenRequest: (request) => validateTokenRequest(server, request),
    createTokenResponse: (request, extra) => createTokenResponse(server, request, extra),
  };
}
