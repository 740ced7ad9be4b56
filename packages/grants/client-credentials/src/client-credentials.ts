import { defineGrant, type GrantHandler, type GrantPlugin } from '@oauth/core/plugin';
/** What {@link clientCredentials} returns. */
export type ClientCredentialsPlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly client_credentials: GrantHandler };
}>;

/**
 * The client credentials grant: a confidential client gets an access token for itself, without a
 * subject and without a refresh token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 */
export function clientCredentials(): ClientCredentialsPlugin {
  return defineGrant({
    name: '@oauth/grant-client-credentials',
    grants: {
      client_credentials: {
        clients: 'confidential',
        handle: (request) => ({ scope: request.scope() }),
      },
    },
  });
}
