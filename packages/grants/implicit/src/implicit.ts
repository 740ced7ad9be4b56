import { defineResponseType, type ResponseType, type ResponseTypePlugin } from '@oauth/core/plugin';

/** What {@link implicit} returns. */
export type ImplicitPlugin = ResponseTypePlugin<{
  readonly name: string;
  readonly responseTypes: { readonly token: ResponseType };
}>;

/**
 * The implicit grant: the redirect itself carries the access token. It never gives a refresh token.
 *
 * @deprecated The token leaks from the address bar and cannot be bound to the client (RFC 9700
 * section 2.1.2). Use the authorization code grant; this one is for clients that cannot be changed.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.2
 */
export function implicit(): ImplicitPlugin {
  return defineResponseType({
    name: '@oauth/grant-implicit',
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
  });
}
