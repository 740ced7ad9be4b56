import type { AuthorizationDecision, AuthorizationRequest } from '../contract/authorization.js';
import type { HttpRequest, HttpResponse } from '../contract/http.js';
import type { Server } from '../contract/server.js';
import { assertAvailable } from '../http/endpoint-path.js';
import { respondToAuthorization } from './authorization-endpoint.js';
import { readRedirectableRequest, validateRedirectableRequest } from './validate-request.js';

/**
 * Validates an authorization request, for apps that compose their own pages. An error need not be
 * told apart: {@link createAuthorizationResponse} shows or redirects it, whichever is right.
 *
 * @throws OAuthError
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
 */
export async function validateAuthorizationRequest(
  { context }: Pick<Server, 'context'>,
  http: HttpRequest,
): Promise<AuthorizationRequest> {
  assertAvailable(context);
  return validateRedirectableRequest(context, await readRedirectableRequest(context, http));
}

/**
 * Validates an authorization request again and answers it with the decision that the app has made.
 * The promise never rejects: errors become responses.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
 */
export async function createAuthorizationResponse(
  { runEndpoint, context }: Pick<Server, 'runEndpoint' | 'context'>,
  http: HttpRequest,
  decision: AuthorizationDecision,
): Promise<HttpResponse> {
  return runEndpoint('authorization_endpoint', http, () =>
    respondToAuthorization(context, http, () => decision),
  );
}
