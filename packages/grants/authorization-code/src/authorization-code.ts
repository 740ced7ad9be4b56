import type {
  Endpoint,
  GrantHandler,
  ByName,
  ResponseMode,
  ResponseType,
  Seconds,
} from '@oauth/core';
import { authorizationParts } from '@oauth/core/authorization';
import { defineGrant, type GrantPlugin } from '@oauth/core/grant';
import { readCodeChallenge, type PkcePolicy } from './pkce.js';
import { redeemCode } from './redeem-code.js';

/** Options of {@link authorizationCode}. */
export interface AuthorizationCodeOptions extends PkcePolicy {
  /** Seconds for which a code can be redeemed, at most 600 (RFC 6749 section 4.1.2). Default: 60. */
  readonly codeLifetime?: Seconds | undefined;
  /**
   * Seconds in which a retry of the redemption, by a second tab or a client that lost the response,
   * is refused without ending the grant. At most 600. Default: 10.
   */
  readonly gracePeriod?: Seconds | undefined;
}

/** What {@link authorizationCode} returns. */
export type AuthorizationCodePlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly authorization_code: GrantHandler };
  readonly responseTypes: { readonly code: ResponseType };
  readonly responseModes: ByName<ResponseMode>;
  readonly endpoints: { readonly authorization_endpoint: Endpoint };
}>;

/**
 * The authorization code grant with PKCE.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1
 * @see https://www.rfc-editor.org/rfc/rfc7636
 */
export function authorizationCode(options: AuthorizationCodeOptions = {}): AuthorizationCodePlugin {
  const { codeLifetime = 60, gracePeriod = 10, allowPlainPkce = false } = options;
  return defineGrant({
    name: '@oauth/grant-authorization-code',
    ...authorizationParts,
    responseTypes: { code: codeResponseType(codeLifetime, options) },
    grants: {
      authorization_code: {
        clients: 'any',
        handle: (request, server) => redeemCode(request, server, options),
      },
    },
    check(server, check) {
      authorizationParts.check(server, check);
      const noteUnlessWithin = (name: string, value: Seconds, min: Seconds): void => {
        const isWithin = Number.isSafeInteger(value) && value >= min && value <= 600;
        const rule = `must be a whole number of seconds, ${min} to 600, not ${value}`;
        check(isWithin, `authorizationCode.${name}`, rule);
      };
      noteUnlessWithin('codeLifetime', codeLifetime, 1);
      noteUnlessWithin('gracePeriod', gracePeriod, 0);
    },
    metadata: () => ({
      code_challenge_methods_supported: allowPlainPkce ? ['S256', 'plain'] : ['S256'],
    }),
  });
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
      return {
        code: { lifetime, data: { redirectUri, redirectUriGiven, challenge, challengeMethod } },
      };
    },
  };
}
