import type { ResponseType } from '@oauth/core';
import { implicit } from '@oauth/grant-implicit';
import { authorizationCalls, type AuthorizationCalls, type CommonCalls } from './calls.js';
import { composeServer } from './compose-server.js';
import type { CommonOptions } from './options.js';

/** A server of the implicit grant. It has no token endpoint. */
export interface MobileApplicationServer extends CommonCalls, AuthorizationCalls {
  readonly responseTypes: { readonly token: ResponseType };
}

/**
 * A server for clients in browsers that can use only the implicit grant.
 *
 * @deprecated Tokens leak from the address bar (RFC 9700 section 2.1.2). Use
 * `webApplicationServer` with public clients.
 * @throws ConfigurationError that lists every fault
 */
export function mobileApplicationServer(options: CommonOptions): MobileApplicationServer {
  const implicitGrant = implicit();
  const { server, calls } = composeServer(options, [implicitGrant], {
    tokenTypes: ['access_token'],
  });
  return { ...calls, ...authorizationCalls(server), responseTypes: implicitGrant.responseTypes };
}
