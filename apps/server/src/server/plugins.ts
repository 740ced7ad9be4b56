import { cors, type Hooks, type Plugin } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { metadata } from '@oauth/endpoint-metadata';
import { revocation } from '@oauth/endpoint-revoke';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { implicit } from '@oauth/grant-implicit';
import { password, type PasswordOptions } from '@oauth/grant-password';
import { refresh, type RefreshOptions } from '@oauth/grant-refresh';
import type { Config } from '../config/config.js';

/** What the plugins ask the app. */
export interface PluginParts {
  readonly authenticateUser: PasswordOptions['authenticateUser'];
  readonly canContinue: NonNullable<RefreshOptions['canContinue']>;
  readonly beforeIssue: NonNullable<Hooks['beforeIssue']>;
}

/** The plugins that are on. */
export function pluginsOf(config: Config, parts: PluginParts): readonly Plugin[] {
  const { plugins: on, lifetimes } = config;
  return [
    ...(on['grant-client-credentials'] === true ? [clientCredentials()] : []),
    ...(on['grant-authorization-code'] === true
      ? [authorizationCode({ codeLifetime: lifetimes.authorizationCode })]
      : []),
    ...(on['grant-refresh'] === true
      ? [
          refresh({
            idleLifetime: lifetimes.refreshToken,
            absoluteLifetime: lifetimes.refreshTokenTotal,
            canContinue: parts.canContinue,
          }),
        ]
      : []),
    ...(on['grant-implicit'] === true ? [implicit()] : []),
    ...(on['grant-password'] === true
      ? [password({ authenticateUser: parts.authenticateUser })]
      : []),
    ...(on['endpoint-introspect'] === true ? [introspection()] : []),
    ...(on['endpoint-revoke'] === true ? [revocation()] : []),
    ...(on['endpoint-metadata'] === true ? [metadata()] : []),
    ...(on.cors === true ? [cors()] : []),
    { name: '@oauth/app-server', hooks: { beforeIssue: parts.beforeIssue } },
  ];
}
