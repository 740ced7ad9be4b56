import type { Endpoint, ByName, ResponseMode, ResponseType } from '@oauth/core';
import { authorizationParts } from '@oauth/core/authorization';

/** What {@link implicit} returns. */
export interface ImplicitPlugin {
  readonly name: string;
  readonly responseTypes: { readonly token: ResponseType };
  readonly responseModes: ByName<ResponseMode>;
  readonly endpoints: { readonly authorization_endpoint: Endpoint };
}

/**
 * The implicit grant: the redirect itself carries the access token. It never gives a refresh token.
 *
 * @deprecated The token leaks from the address bar and cannot be bound to the client (RFC 9700
 * section 2.1.2). Use the authorization code grant; this one is for clients that cannot be changed.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.2
 */
export function implicit(): ImplicitPlugin {
  return {
    name: '@oauth/grant-implicit',
    ...authorizationParts,
    responseTypes: {
      token: {
        grantType: 'implicit',
        responseMode: 'fragment',
        decide: ({ scope }, approval) => ({
          token: {
            subject: approval.subject,
            scope: approval.scope ?? scope,
            audience: approval.audience,
            details: approval.details,
          },
        }),
      },
    },
  };
}
