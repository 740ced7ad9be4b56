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

/** What the plugins ask about users. */
export interface PluginCallbacks {
  readonly authenticateUser: PasswordOptions['authenticateUser'];
  readonly canContinue: NonNullable<RefreshOptions['canContinue']>;
  readonly beforeIssue: NonNullable<Hooks['beforeIssue']>;
}

/** Creates the plugins that the configuration turns on. */
export function createPlugins(config: Config, callbacks: PluginCallbacks): readonly Plugin[] {
  const { lifetimes } = config;
  const { authenticateUser, canContinue, beforeIssue } = callbacks;
  const factories: Readonly<Record<keyof Config['plugins'], () => Plugin>> = {
    'grant-client-credentials': () => clientCredentials(),
    'grant-authorization-code': () =>
      authorizationCode({ codeLifetime: lifetimes.authorizationCode }),
    'grant-refresh': () =>
      refresh({
        idleLifetime: lifetimes.refreshTokenIdle,
        absoluteLifetime: lifetimes.refreshTokenAbsolute,
        canContinue,
      }),
    'grant-implicit': () => implicit(),
    'grant-password': () => password({ authenticateUser }),
    'endpoint-introspect': () => introspection(),
    'endpoint-revoke': () => revocation(),
    'endpoint-metadata': () => metadata(),
    cors: () => cors(),
  };
  const enabled = new Map(Object.entries(config.plugins));
  return [
    ...Object.entries(factories).flatMap(([name, create]) =>
      enabled.get(name) === true ? [create()] : [],
    ),
    { name: '@oauth/app-server', hooks: { beforeIssue } },
  ];
}
