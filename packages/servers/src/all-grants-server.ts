import { type GrantHandler, type ResponseType, responseTypeNone } from '@oauth/core';
import { authorizationCode, type AuthorizationCodeOptions } from '@oauth/grant-authorization-code';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { implicit } from '@oauth/grant-implicit';
import { password, type PasswordOptions } from '@oauth/grant-password';
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

/** Options of {@link allGrantsServer}. */
export interface AllGrantsServerOptions extends CommonOptions {
  readonly password: PasswordOptions;
  readonly authorizationCode?: AuthorizationCodeOptions | undefined;
  readonly refresh?: RefreshOptions | undefined;
}

/** A server of every grant. */
export interface AllGrantsServer extends CommonCalls, AuthorizationCalls, TokenCalls {
  readonly grants: {
    readonly authorization_code: GrantHandler;
    readonly client_credentials: GrantHandler;
    readonly password: GrantHandler;
    readonly refresh_token: GrantHandler;
  };
  readonly responseTypes: { readonly code: ResponseType; readonly token: ResponseType };
}

/**
 * Every grant there is, the legacy ones too; a client still uses only what it is registered for.
 * {@link oauth21} is the choice for new systems.
 *
 * @throws ConfigurationError that lists every fault
 */
export function allGrantsServer(options: AllGrantsServerOptions): AllGrantsServer {
  const {
    authorizationCode: forCode,
    password: forPassword,
    refresh: forRefresh,
    ...common
  } = options;
  const code = authorizationCode(forCode);
  const token = implicit();
  const owner = password(forPassword);
  const credentials = clientCredentials();
  const refreshing = refresh(forRefresh);
  const plugins = [code, token, responseTypeNone, owner, credentials, refreshing];
  const { server, calls } = compose(common, plugins);
  return {
    ...calls,
    ...authorizationCalls(server),
    ...tokenCalls(server),
    grants: { ...code.grants, ...owner.grants, ...credentials.grants, ...refreshing.grants },
    responseTypes: { ...code.responseTypes, ...token.responseTypes },
  };
}
