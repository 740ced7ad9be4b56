import { isScopeToken, type OnEvent } from '@oauth/core/plugin';
import { checkAll, isSecure, isText } from './check.js';
import type { BearerPlaces, TokenValidator } from './types.js';

/** What a protected resource is made from. */
export interface ProtectedResourceOptions {
  /** The https URL that identifies it (RFC 8707, RFC 9728), without fragment. */
  readonly resource: string;
  /** Allows an http resource on a host other than loopback. Tokens then cross the network in clear. */
  readonly allowInsecureResource?: boolean | undefined;
  /** Finds out what a token says: {@link byStore}, {@link byIntrospection}, `byJwt` or your own. */
  readonly validate: TokenValidator;
  /** What tokens must name as their audience, one of these. Default: {@link resource}. */
  readonly audience?: string | readonly string[] | undefined;
  /** Takes tokens that name no audience at all, which may be meant for another API. Default: no. */
  readonly allowMissingAudience?: boolean | undefined;
  /** Issuers whose tokens are taken, for the metadata. */
  readonly authorizationServers?: readonly string[] | undefined;
  /** For the metadata. */
  readonly scopesSupported?: readonly string[] | undefined;
  /** What challenges call it. Default: {@link resource}. */
  readonly realm?: string | undefined;
  readonly bearerIn?: BearerPlaces | undefined;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly clock?: (() => number) | undefined;
  /** Hears of every refusal. */
  readonly onEvent?: OnEvent | undefined;
}

const names =
  'resource allowInsecureResource validate audience allowMissingAudience authorizationServers ' +
  'scopesSupported realm bearerIn clock onEvent';

/** @throws ConfigurationError that lists every fault */
export function checkOptions(options: ProtectedResourceOptions): void {
  const { resource, audience = resource, allowInsecureResource, scopesSupported = [] } = options;
  checkAll(options, names, (check) => {
    const fault = resourceFault(resource, allowInsecureResource === true);
    check(fault === undefined, 'resource', fault ?? '');
    const validates: unknown = options.validate;
    check(typeof validates === 'function', 'validate', 'must be byStore(…) or another validator');
    const audiences = [audience].flat();
    const named = audiences.length > 0 && audiences.every(isText);
    check(named || audience === resource, 'audience', 'must name what tokens are for');
    options.authorizationServers?.forEach((issuer, index) => {
      const path = `authorizationServers[${index}]`;
      check(isSecure(issuer, allowInsecureResource), path, 'must be an https URL');
    });
    check(scopesSupported.every(isScopeToken), 'scopesSupported', 'must be scopes, one by one');
  });
}

/**
 * Clients compare it as text with what they derive it from, so there is one way to write it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-1.2
 */
function resourceFault(text: string, insecure: boolean): string | undefined {
  if (!isSecure(text, insecure)) return 'must be an https URL, such as https://api.example';
  if (/[#@"\\\s]/.test(text)) return 'must have no fragment, user, quotes or spaces';
  const { href } = new URL(text);
  return href === text || href === `${text}/` ? undefined : `must be written as ${href}`;
}
