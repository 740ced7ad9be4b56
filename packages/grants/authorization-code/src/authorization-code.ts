import {
  defineGrant,
  defineResponseType,
  type AuthorizationRequest,
  type GrantHandler,
  type GrantPlugin,
  type ResponseType,
  type ResponseTypePlugin,
  type Seconds,
} from '@oauth/core/plugin';
import { readChallenge, type Challenge, type PkcePolicy } from './pkce.js';
import { redeem } from './redeem.js';

/** Options of {@link authorizationCode}. */
export interface AuthorizationCodeOptions extends PkcePolicy {
  /** Seconds a code can be redeemed, at most 600 (RFC 6749 section 4.1.2). Default: 60. */
  readonly codeLifetime?: Seconds | undefined;
  /**
   * Seconds in which a repeat of the very same redemption is refused without revoking what the
   * first gave: two tabs that race, or a client that tries again. Default: 10.
   */
  readonly gracePeriod?: Seconds | undefined;
}

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
  const { codeLifetime = 60, gracePeriod = 10, allowPlainPkce = false } = options;
  return defineGrant(
    defineResponseType({
      name: '@oauth/grant-authorization-code',
      responseTypes: {
        code: {
          grantType: 'authorization_code',
          responseMode: 'query',
          validate(request) {
            challengeOf(request, options);
          },
          decide(request) {
            const { challenge, method: challengeMethod } = challengeOf(request, options);
            const { redirectUri, redirectUriGiven } = request;
            const data = { redirectUri, redirectUriGiven, challenge, challengeMethod };
            return { code: { lifetime: codeLifetime, data } };
          },
        },
      },
      grants: {
        authorization_code: {
          clients: 'any',
          handle: (request, server) => redeem(request, server, options),
        },
      },
      check(_server, check) {
        const rule = (from: number): string => `must be a whole number of seconds, ${from} to 600`;
        check(isWithin(codeLifetime, 1), 'authorizationCode.codeLifetime', rule(1));
        check(isWithin(gracePeriod, 0), 'authorizationCode.gracePeriod', rule(0));
      },
      metadata: () => ({
        code_challenge_methods_supported: allowPlainPkce ? ['S256', 'plain'] : ['S256'],
      }),
    }),
  );
}

function isWithin(value: Seconds, from: number): boolean {
  return Number.isSafeInteger(value) && value >= from && value <= 600;
}

function challengeOf({ parameters, client }: AuthorizationRequest, policy: PkcePolicy): Challenge {
  const given = parameters.get('code_challenge_method');
  return readChallenge(parameters.get('code_challenge'), given, client, policy);
}
