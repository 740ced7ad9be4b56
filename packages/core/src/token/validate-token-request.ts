import { getGrantTypes, isPublicClient } from '../client/client-metadata.js';
import type { GrantHandler } from '../contract/grant.js';
import type { ClientRequest, TokenRequest } from '../contract/requests.js';
import type { ServerContext } from '../contract/server-context.js';
import type { StoredRecord } from '../contract/store.js';
import type { Awaitable } from '../contract/types.js';
import { andThen } from '../lib/and-then.js';
import { runHooks } from '../lib/run-hooks.js';
import { findToken } from './find-token.js';
import { tokenError } from './reasons.js';

/** A token request that its client may make, and the handler that decides on it. */
export interface ValidTokenRequest {
  readonly request: TokenRequest;
  readonly handler: GrantHandler;
}

/**
 * Checks that the grant type exists and that the client may use it.
 *
 * @throws OAuthError `invalid_request`, `unsupported_grant_type`, `unauthorized_client`
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export function validateGrantType(
  server: ServerContext,
  from: ClientRequest,
): Awaitable<ValidTokenRequest> {
  const grantType = from.parameters.required('grant_type');
  const handler = server.grants.get(grantType);
  if (handler === undefined) {
    const registered = [...server.grants.keys()].join(', ');
    throw tokenError('grant_type.unsupported', { values: { registered } });
  }
  if (!getGrantTypes(from.client).includes(grantType))
    throw tokenError('client.grant_type_not_allowed', { values: { grantType } });
  if (handler.clients !== 'any' && isPublicClient(from.client))
    throw tokenError('client.has_no_secret');
  const valid = createValidRequest(server, from, grantType, handler);
  const { onTokenRequest } = server.hooks;
  if (onTokenRequest.length === 0) return valid;
  const final = runHooks(onTokenRequest, valid.request, server);
  return andThen(final, (request) => Object.assign(valid, { request }));
}

function createValidRequest(
  server: ServerContext,
  { http, endpoint, parameters, client, now }: ClientRequest,
  grantType: string,
  handler: GrantHandler,
): ValidTokenRequest {
  const request: TokenRequest = {
    http,
    endpoint,
    parameters,
    client,
    now,
    grantType,
    scope: () => resolveScope(server, valid.request),
    findRecord: (token, kind) => findPresentedRecord(server, valid, token, kind),
  };
  // Both read the request when they are called: a hook may have returned another one by then.
  const valid: ValidTokenRequest = { request, handler };
  return valid;
}

function findPresentedRecord(
  server: ServerContext,
  valid: ValidTokenRequest,
  token: string,
  kind: string,
): Awaitable<StoredRecord | undefined> {
  const found = findToken(server, token, { kind });
  const { onTokenPresented } = server.hooks;
  if (onTokenPresented.length === 0) return found;
  return andThen(
    found,
    (record) => record && runHooks(onTokenPresented, record, valid.request, server),
  );
}

function resolveScope(
  { scopes }: ServerContext,
  { client, parameters }: TokenRequest,
): readonly string[] {
  return scopes.resolve(client, parameters.get('scope'));
}
