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
import { composeServer } from './compose-server.js';
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
 * A server of every grant, the legacy ones too; a client can use only the grants it is registered
 * for. Use `oauth21` for new systems.
 *
 * @throws ConfigurationError that lists every fault
 */
export function allGrantsServer(options: AllGrantsServerOptions): AllGrantsServer {
  const {
    authorizationCode: codeOptions,
    password: passwordOptions,
    refresh: refreshOptions,
    ...commonOptions
  } = options;
  const codeGrant = authorizationCode(codeOptions);
  const implicitGrant = implicit();
  const passwordGrant = password(passwordOptions);
  const credentialsGrant = clientCredentials();
  const refreshGrant = refresh(refreshOptions);
  const { server, calls } = composeServer(commonOptions, [
    codeGrant,
    implicitGrant,
    responseTypeNone,
    passwordGrant,
    credentialsGrant,
    refreshGrant,
  ]);
  return {
    ...calls,
    ...authorizationCalls(server),
    ...tokenCalls(server),
    grants: {
      ...codeGrant.grants,
      ...passwordGrant.grants,
      ...credentialsGrant.grants,
      ...refreshGrant.grants,
    },
    responseTypes: { ...codeGrant.responseTypes, ...implicitGrant.responseTypes },
  };
}
