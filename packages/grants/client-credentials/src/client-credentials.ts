import { definePlugin, type Grant } from '@oauth/core';

/** What {@link clientCredentials} returns. */
export interface ClientCredentialsPlugin {
  readonly name: string;
  readonly grants: { readonly client_credentials: Grant };
}

/**
 * The client credentials grant: a client acts for itself, so there is no subject and no refresh
 * token. Confidential clients only.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 */
export function clientCredentials(): ClientCredentialsPlugin {
  return definePlugin({
    name: '@oauth/grant-client-credentials',
    grants: {
      client_credentials: {
        clients: 'confidential',
        handle: (request) => ({ scope: request.scope() }),
      },
    },
  });
}
