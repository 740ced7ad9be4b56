import type { GrantHandler } from '@oauth/core';
import { password, type PasswordOptions } from '@oauth/grant-password';
import { refresh, type RefreshOptions } from '@oauth/grant-refresh';
import { tokenCalls, type CommonCalls, type TokenCalls } from './calls.js';
import { composeServer } from './compose-server.js';
import type { CommonOptions } from './options.js';

/** Options of {@link legacyApplicationServer}. */
export interface LegacyApplicationServerOptions extends CommonOptions {
  readonly password: PasswordOptions;
  readonly refresh?: RefreshOptions | undefined;
}

/** A server of the password and refresh grants. It has no authorization endpoint. */
export interface LegacyApplicationServer extends CommonCalls, TokenCalls {
  readonly grants: { readonly password: GrantHandler; readonly refresh_token: GrantHandler };
}

/**
 * A server for clients that ask the user for the password themselves.
 *
 * @deprecated It hands passwords to clients (RFC 9700 section 2.4). Use `webApplicationServer`.
 * @throws ConfigurationError that lists every fault
 */
export function legacyApplicationServer(
  options: LegacyApplicationServerOptions,
): LegacyApplicationServer {
  const { password: passwordOptions, refresh: refreshOptions, ...commonOptions } = options;
  const passwordGrant = password(passwordOptions);
  const refreshGrant = refresh(refreshOptions);
  const { server, calls } = composeServer(commonOptions, [passwordGrant, refreshGrant]);
  const grants = { ...passwordGrant.grants, ...refreshGrant.grants };
  return { ...calls, ...tokenCalls(server), grants };
}
