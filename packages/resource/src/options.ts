import { type ByName, isScopeToken, type OnEvent, type OptionNames } from '@oauth/core/plugin';
import { assertNoFaults, findUrlFault, formatValue, isNonEmptyString } from './option-checks.js';
import { checkSenders, type SenderConstraint } from './sender-constraint.js';
import type { TokenValidator } from './types.js';

/** Options of {@link protectedResource}. */
export interface ProtectedResourceOptions {
  /** The https URL that identifies the API (RFC 8707, RFC 9728), without fragment. */
  readonly resource: string;
  /** Allows an http resource on a host other than loopback. Tokens then cross the network in clear. */
  readonly allowInsecureResource?: boolean | undefined;
  /** Reads what a token says: {@link byStore}, {@link byIntrospection}, `byJwt` or your own. */
  readonly validate: TokenValidator;
  /** The audience that tokens must name; of several, one of them. Default: {@link resource}. */
  readonly audience?: string | readonly string[] | undefined;
  /** Accepts tokens that name no audience, which may be issued for another API. Default: false. */
  readonly allowMissingAudience?: boolean | undefined;
  /** Accepts a token in a posted form (RFC 6750 section 2.2). Default: false. */
  readonly allowTokenInBody?: boolean | undefined;
  /**
   * Accepts a token in the query, and so in logs and browser histories (RFC 6750 section 2.3).
   * Default: false.
   */
  readonly allowTokenInQuery?: boolean | undefined;
  /** Issuers whose tokens the API accepts, for the metadata document. */
  readonly authorizationServers?: readonly string[] | undefined;
  /** Scopes of the API, for the metadata document. */
  readonly scopesSupported?: readonly string[] | undefined;
  /** The realm of challenges. Default: {@link resource}. */
  readonly realm?: string | undefined;
  /**
   * Ways in which tokens may be bound to a key of the client, by member of `cnf` (`jkt`,
   * `x5t#S256`). A token that is bound in any other way is refused.
   */
  readonly senders?: ByName<SenderConstraint> | undefined;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly clock?: (() => number) | undefined;
  /** Gets an event for every request that is denied access. */
  readonly onEvent?: OnEvent | undefined;
}

const optionNames: OptionNames<ProtectedResourceOptions> = {
  resource: true,
  allowInsecureResource: true,
  validate: true,
  audience: true,
  allowMissingAudience: true,
  allowTokenInBody: true,
  allowTokenInQuery: true,
  authorizationServers: true,
  scopesSupported: true,
  realm: true,
  senders: true,
  clock: true,
  onEvent: true,
};

/** @throws ConfigurationError that lists every fault */
export function checkResourceOptions(options: ProtectedResourceOptions): void {
  const { resource, audience = resource, allowInsecureResource, scopesSupported = [] } = options;
  assertNoFaults(options, optionNames, (check) => {
    const resourceFault = findResourceFault(resource, allowInsecureResource);
    check(resourceFault === undefined, 'resource', resourceFault ?? '');
    const validate: unknown = options.validate;
    check(
      typeof validate === 'function',
      'validate',
      `is ${formatValue(validate)}; write byStore(…) or another validator`,
    );
    const audiences = [audience].flat();
    const named = audiences.length > 0 && audiences.every(isNonEmptyString);
    check(
      named || audience === resource,
      'audience',
      `is ${formatValue(audience)}; write the audience of the API's tokens, or omit it`,
    );
    options.authorizationServers?.forEach((issuer, index) => {
      const fault = findUrlFault(issuer, 'allowInsecureResource', allowInsecureResource);
      check(fault === undefined, `authorizationServers[${index}]`, fault ?? '');
    });
    for (const scope of scopesSupported)
      check(
        isScopeToken(scope),
        'scopesSupported',
        `has ${formatValue(scope)}; write a list of scopes, each without spaces`,
      );
    checkSenders(options.senders ?? {}, check);
  });
}

/**
 * Clients compare the resource as a string with the URL that they derive it from, so only its
 * canonical spelling works.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-1.2
 */
function findResourceFault(resource: string, insecure: boolean | undefined): string | undefined {
  const urlFault = findUrlFault(resource, 'allowInsecureResource', insecure);
  if (urlFault !== undefined) return urlFault;
  if (/[#@"\\\s]/.test(resource))
    return `is ${formatValue(resource)}; write it without fragment, user, quotes and spaces`;
  const { href } = new URL(resource);
  if (href === resource || href === `${resource}/`) return undefined;
  return `is ${formatValue(resource)}, which is not its canonical spelling; write ${href}`;
}
