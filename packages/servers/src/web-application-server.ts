import type { GrantHandler } from '@oauth/core';
import { authorizationCode, type AuthorizationCodeOptions } from '@oauth/grant-authorization-code';
import { refresh, type RefreshOptions } from '@oauth/grant-refresh';
import {
  authorizationCalls,
  tokenCalls,
  type AuthorizationCalls,
  type CommonCalls,
  type TokenCalls,
} from './calls.js';
import { composeServer } from './compose-server.js';
import type { CommonOptions } from './options.js';

/** Options of {@link webApplicationServer}. */
export interface WebApplicationServerOptions extends CommonOptions {
  readonly authorizationCode?: AuthorizationCodeOptions | undefined;
  readonly refresh?: RefreshOptions | undefined;
}

/** A server of the authorization code and refresh grants. */
export interface WebApplicationServer extends CommonCalls, AuthorizationCalls, TokenCalls {
  readonly grants: {
    readonly authorization_code: GrantHandler;
    readonly refresh_token: GrantHandler;
  };
}

/**
 * A server for applications that users sign in to.
 *
 * @throws ConfigurationError that lists every fault
 */
export function webApplicationServer(options: WebApplicationServerOptions): WebApplicationServer {
  const { authorizationCode: codeOptions, refresh: refreshOptions, ...commonOptions } = options;
  const codeGrant = authorizationCode(codeOptions);
  const refreshGrant = refresh(refreshOptions);
  const { server, calls } = composeServer(commonOptions, [codeGrant, refreshGrant]);
  return {
    ...calls,
    ...authorizationCalls(server),
    ...tokenCalls(server),
    grants: { ...codeGrant.grants, ...refreshGrant.grants },
  };
}
