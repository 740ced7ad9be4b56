import {
  defineGrant,
  defineResponseType,
  type GrantHandler,
  type GrantPlugin,
  type ResponseType,
  type ResponseTypePlugin,
  type Seconds,
} from '@oauth/core/plugin';
import { checkOptions, type AuthorizationCodeOptions, type PkcePolicy } from './options.js';
import { readCodeChallenge } from './pkce.js';
import { redeemCode } from './redeem-code.js';

/** What {@link authorizationCode} returns. */
export type AuthorizationCodePlugin = GrantPlugin<
  ResponseTypePlugin<{
    readonly name: string;
    readonly grants: { readonly authorization_code: GrantHandler };
    readonly responseTypes: { readonly code: ResponseType };
  }>
>;

/**
 * The authorization code grant with PKCE.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1
 * @see https://www.rfc-editor.org/rfc/rfc7636
 */
export function authorizationCode(options: AuthorizationCodeOptions = {}): AuthorizationCodePlugin {
  const { codeLifetime = 60, allowPlainPkce = false } = options;
  return defineGrant(
    defineResponseType({
      name: '@oauth/grant-authorization-code',
      responseTypes: { code: codeResponseType(codeLifetime, options) },
      grants: {
        authorization_code: {
          clients: 'any',
          handle: (request, server) => redeemCode(request, server, options),
        },
      },
      check: (_server, check) => checkOptions(options, check),
      metadata: () => ({
        code_challenge_methods_supported: allowPlainPkce ? ['S256', 'plain'] : ['S256'],
      }),
    }),
  );
}

function codeResponseType(lifetime: Seconds, policy: PkcePolicy): ResponseType {
  return {
    grantType: 'authorization_code',
    responseMode: 'query',
    validate(request) {
      readCodeChallenge(request, policy);
    },
    decide(request) {
      const { challenge, method: challengeMethod } = readCodeChallenge(request, policy);
      const { redirectUri, redirectUriGiven } = request;
      const data = { redirectUri, redirectUriGiven, challenge, challengeMethod };
      return { code: { lifetime, data } };
    },
  };
}
