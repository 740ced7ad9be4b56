import type { ResponseType } from '@oauth/core';
import { implicit } from '@oauth/grant-implicit';
import { authorizationCalls, type AuthorizationCalls, type CommonCalls } from './calls.js';
import { compose } from './compose.js';
import type { CommonOptions } from './options.js';

/** A server of the implicit grant. It has no token endpoint. */
export interface MobileApplicationServer extends CommonCalls, AuthorizationCalls {
  readonly responseTypes: { readonly token: ResponseType };
}

/**
 * For clients in browsers that only know the implicit grant.
 *
 * @deprecated Tokens leak from the address bar (RFC 9700 section 2.1.2). Use
 * {@link webApplicationServer} with public clients.
 * @throws ConfigurationError that lists every fault
 */
export function mobileApplicationServer(options: CommonOptions): MobileApplicationServer {
  const grant = implicit();
  const { server, calls } = compose(options, [grant], { tokenTypes: ['access_token'] });
  return { ...calls, ...authorizationCalls(server), responseTypes: grant.responseTypes };
}
