import type { GrantHandler } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { tokenCalls, type CommonCalls, type TokenCalls } from './calls.js';
import { compose } from './compose.js';
import type { CommonOptions } from './options.js';

/** A server of the client credentials grant. It has no authorization endpoint. */
export interface BackendApplicationServer extends CommonCalls, TokenCalls {
  readonly grants: { readonly client_credentials: GrantHandler };
}

/**
 * For machines that act for themselves.
 *
 * @throws ConfigurationError that lists every fault
 */
export function backendApplicationServer(options: CommonOptions): BackendApplicationServer {
  const credentials = clientCredentials();
  const { server, calls } = compose(options, [credentials], { tokenTypes: ['access_token'] });
  return { ...calls, ...tokenCalls(server), grants: credentials.grants };
}
