import type { GrantHandler, Plugin } from '@oauth/core';
import { definePlugin } from '@oauth/core/plugin';
import { authorizationCode, type AuthorizationCodeOptions } from '@oauth/grant-authorization-code';
import { clientCredentials } from '@oauth/grant-client-credentials';
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

/** Options of {@link oauth21}, without those that would weaken it. */
export interface OAuth21Options extends Omit<
  CommonOptions,
  'allowInsecureIssuer' | 'allowInsecureRedirects'
> {
  readonly authorizationCode?:
    Omit<AuthorizationCodeOptions, 'allowPlainPkce' | 'requirePkce'> | undefined;
  readonly refresh?: Omit<RefreshOptions, 'rotate'> | undefined;
}

/** A server of the grants of OAuth 2.1. */
export interface OAuth21Server extends CommonCalls, AuthorizationCalls, TokenCalls {
  readonly grants: {
    readonly authorization_code: GrantHandler;
    readonly client_credentials: GrantHandler;
    readonly refresh_token: GrantHandler;
  };
}

/**
 * A server of OAuth 2.1: no implicit and no password grant, PKCE by S256 for every client, redirect
 * URIs compared exactly, refresh tokens rotated, access tokens in the header or the body. A plugin
 * that adds what OAuth 2.1 left out is a configuration fault.
 *
 * @throws ConfigurationError that lists every fault
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-v2-1/
 */
export function oauth21(options: OAuth21Options): OAuth21Server {
  const { authorizationCode: codeOptions, refresh: refreshOptions, ...commonOptions } = options;
  const codeGrant = authorizationCode({ ...codeOptions, requirePkce: true, allowPlainPkce: false });
  const credentialsGrant = clientCredentials();
  const refreshGrant = refresh({ ...refreshOptions, rotate: true });
  const strictOptions = {
    ...commonOptions,
    allowInsecureIssuer: false,
    allowInsecureRedirects: false,
  };
  const { server, calls } = composeServer(strictOptions, [
    codeGrant,
    credentialsGrant,
    refreshGrant,
    rejectLegacyGrants(options.resource?.allowTokenInQuery === true),
  ]);
  return {
    ...calls,
    ...authorizationCalls(server),
    ...tokenCalls(server),
    grants: { ...codeGrant.grants, ...credentialsGrant.grants, ...refreshGrant.grants },
  };
}

/** A plugin that notes a fault for what OAuth 2.1 left out and other options bring back. */
function rejectLegacyGrants(allowTokenInQuery: boolean): Plugin {
  return definePlugin({
    name: '@oauth/servers oauth21',
    check({ grants, responseTypes }, check) {
      const rule = (part: string): string => `must not have ${part}, OAuth 2.1 left it out`;
      check(!grants.has('password'), 'plugins', rule('the grant type password'));
      for (const type of responseTypes.keys())
        check(!type.split(' ').includes('token'), 'plugins', rule(`the response type ${type}`));
      check(
        !allowTokenInQuery,
        'resource.allowTokenInQuery',
        'must be false, OAuth 2.1 left it out',
      );
    },
  });
}
