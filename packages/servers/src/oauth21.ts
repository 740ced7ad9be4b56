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
import { compose } from './compose.js';
import type { CommonOptions } from './options.js';

/** Options of {@link oauth21}: what would weaken it is not among them. */
export interface OAuth21Options extends Omit<
  CommonOptions,
  'allowInsecureIssuer' | 'allowInsecureRedirects'
> {
  readonly authorizationCode?:
    Omit<AuthorizationCodeOptions, 'allowPlainPkce' | 'requirePkce'> | undefined;
  readonly refresh?: Omit<RefreshOptions, 'rotate'> | undefined;
}

/** A server as OAuth 2.1 describes it. */
export interface OAuth21Server extends CommonCalls, AuthorizationCalls, TokenCalls {
  readonly grants: {
    readonly authorization_code: GrantHandler;
    readonly client_credentials: GrantHandler;
    readonly refresh_token: GrantHandler;
  };
}

/**
 * OAuth 2.1: no implicit, no password, PKCE by S256 for every client, redirect URIs compared as
 * they stand, refresh tokens rotated, access tokens in the header or the body. Plugins that bring
 * back what is left out are a fault.
 *
 * @throws ConfigurationError that lists every fault
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-v2-1/
 */
export function oauth21(options: OAuth21Options): OAuth21Server {
  const { authorizationCode: codeOptions, refresh: refreshOptions, ...common } = options;
  const code = authorizationCode({ ...codeOptions, requirePkce: true, allowPlainPkce: false });
  const credentials = clientCredentials();
  const refreshing = refresh({ ...refreshOptions, rotate: true });
  const strict = { ...common, allowInsecureIssuer: false, allowInsecureRedirects: false };
  const kept = keepOut(options.resource?.allowTokenInQuery === true);
  const { server, calls } = compose(strict, [code, credentials, refreshing, kept]);
  return {
    ...calls,
    ...authorizationCalls(server),
    ...tokenCalls(server),
    grants: { ...code.grants, ...credentials.grants, ...refreshing.grants },
  };
}

/** Notes what OAuth 2.1 has left out and the other options brought back. */
function keepOut(tokensInQuery: boolean): Plugin {
  return definePlugin({
    name: '@oauth/servers oauth21',
    check({ grants, responseTypes }, check) {
      const rule = (what: string): string => `${what} is not part of OAuth 2.1`;
      check(!grants.has('password'), 'plugins', rule('the grant type password'));
      for (const type of responseTypes.keys())
        check(!type.split(' ').includes('token'), 'plugins', rule(`the response type ${type}`));
      check(!tokensInQuery, 'resource.allowTokenInQuery', rule('a token in the query'));
    },
  });
}
