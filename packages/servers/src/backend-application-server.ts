import type { GrantHandler } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { tokenCalls, type CommonCalls, type TokenCalls } from './calls.js';
import { composeServer } from './compose-server.js';
import type { CommonOptions } from './options.js';

/** A server of the client credentials grant. It has no authorization endpoint. */
export interface BackendApplicationServer extends CommonCalls, TokenCalls {
  readonly grants: { readonly client_credentials: GrantHandler };
}

/**
 * A server for clients that act for themselves, without users.
 *
 * @throws ConfigurationError that lists every fault
 */
export function backendApplicationServer(options: CommonOptions): BackendApplicationServer {
  const credentialsGrant = clientCredentials();
  const { server, calls } = composeServer(options, [credentialsGrant], {
    tokenTypes: ['access_token'],
  });
  return { ...calls, ...tokenCalls(server), grants: credentialsGrant.grants };
}
