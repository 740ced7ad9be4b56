import type { AuthorizationRequest } from '../contract/authorization.js';
import type { ClientRequest } from '../contract/requests.js';
import type { ServerContext } from '../contract/server-context.js';
import { collectInfo, runReadAuthorization } from './validate-request.js';

/** What a request without a browser has instead of a redirect. */
const withoutRedirect = {
  url: '',
  form: undefined,
  redirectUri: '',
  redirectUriGiven: false,
  state: undefined,
  responseType: '',
  responseMode: '',
};

/**
 * Validates an authorization request that no browser brings and no redirect answers: a device's, a
 * backchannel one. Its hooks are those of the authorization endpoint; its response type is empty. Pass
 * the decision through {@link decideAuthorization}, so that hooks see it as well.
 *
 * @throws OAuthError
 */
export async function validateDirectAuthorization(
  server: ServerContext,
  { http, client, now, parameters }: ClientRequest,
): Promise<AuthorizationRequest> {
  const incoming = await runReadAuthorization(server, { http, client, now, parameters });
  const { onAuthorizationRequest, beforeAuthorize } = server.hooks;
  const base = { ...incoming, ...withoutRedirect };
  const early = await collectInfo(onAuthorizationRequest, base, {}, server);
  const scope = server.scopes.resolve(client, incoming.parameters.get('scope'));
  const request = { ...base, scope, info: early };
  return { ...request, info: await collectInfo(beforeAuthorize, request, early, server) };
}
