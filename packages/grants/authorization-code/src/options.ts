import {
  checkOptionNames,
  type Check,
  type Client,
  type OptionNames,
  type Seconds,
} from '@oauth/core/plugin';

/** Which clients have to use PKCE, and how. */
export interface PkcePolicy {
  /**
   * Which clients have to use PKCE. Default: all, confidential ones too. RFC 9700 section 2.1.1
   * requires it of public clients; `isPublicClient` of core requires it of them only.
   */
  readonly requirePkce?: boolean | ((client: Client) => boolean) | undefined;
  /**
   * Accepts the method `plain`, with which an attacker who sees the authorization request can
   * redeem the code. Default: no.
   */
  readonly allowPlainPkce?: boolean | undefined;
}

/** Options of `authorizationCode`. */
export interface AuthorizationCodeOptions extends PkcePolicy {
  /** Seconds for which a code can be redeemed, at most 600 (RFC 6749 section 4.1.2). Default: 60. */
  readonly codeLifetime?: Seconds | undefined;
  /**
   * Seconds in which a retry of the redemption, by a second tab or a client that lost the response,
   * is refused without ending the grant. At most 600. Default: 10.
   */
  readonly gracePeriod?: Seconds | undefined;
}

const optionNames: OptionNames<AuthorizationCodeOptions> = {
  codeLifetime: true,
  gracePeriod: true,
  requirePkce: true,
  allowPlainPkce: true,
};

/** Notes options that do not exist, and times that cannot be used. */
export function checkOptions(options: AuthorizationCodeOptions, check: Check): void {
  checkOptionNames(options, optionNames, check, 'authorizationCode.');
  const minimums = { codeLifetime: 1, gracePeriod: 0 };
  for (const name of ['codeLifetime', 'gracePeriod'] as const) {
    const { [name]: min } = minimums;
    const value = options[name] ?? 1;
    const isWithin = Number.isSafeInteger(value) && value >= min && value <= 600;
    const rule = `must be a whole number of seconds, ${min} to 600, not ${value}`;
    check(isWithin, `authorizationCode.${name}`, rule);
  }
}
