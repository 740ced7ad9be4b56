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
import { compose } from './compose.js';
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
 * For applications that users sign in to: authorization code and refresh.
 *
 * @throws ConfigurationError that lists every fault
 */
export function webApplicationServer(options: WebApplicationServerOptions): WebApplicationServer {
  const { authorizationCode: codeOptions, refresh: refreshOptions, ...common } = options;
  const code = authorizationCode(codeOptions);
  const refreshing = refresh(refreshOptions);
  const { server, calls } = compose(common, [code, refreshing]);
  return {
    ...calls,
    ...authorizationCalls(server),
    ...tokenCalls(server),
    grants: { ...code.grants, ...refreshing.grants },
  };
}
