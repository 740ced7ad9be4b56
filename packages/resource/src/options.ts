import { ConfigurationError, type ConfigurationFault, type OnEvent } from '@oauth/core';
import type { BearerPlaces, TokenValidator } from './types.js';

/** What a protected resource is made from. */
export interface ProtectedResourceOptions {
  /** The https URL that identifies it (RFC 8707, RFC 9728), without fragment. */
  readonly resource: string;
  /** Finds out what a token says: {@link byStore}, {@link byIntrospection} or `byJwt`. */
  readonly validate: TokenValidator;
  /** What tokens must name as their audience, one of these. Default: {@link resource}. */
  readonly audience?: string | readonly string[] | undefined;
  /** Takes tokens that name no audience at all, which may be meant for another API. */
  readonly acceptWithoutAudience?: boolean | undefined;
  /** Issuers whose tokens are taken, for the metadata. */
  readonly authorizationServers?: readonly string[] | undefined;
  readonly scopesSupported?: readonly string[] | undefined;
  /** Default: {@link resource}. */
  readonly realm?: string | undefined;
  readonly bearerIn?: BearerPlaces | undefined;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
  readonly onEvent?: OnEvent | undefined;
}

/** @throws ConfigurationError that lists every fault */
export function checkOptions(options: ProtectedResourceOptions): void {
  const faults = [...urlFaults(options.resource, 'resource')];
  const audiences = [options.audience ?? options.resource].flat();
  if (audiences.length === 0 || audiences.some((one) => one === ''))
    faults.push({ path: 'audience', message: 'must name what tokens are for' });
  options.authorizationServers?.forEach((issuer, index) => {
    faults.push(...urlFaults(issuer, `authorizationServers[${index}]`));
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/** @see https://www.rfc-editor.org/rfc/rfc9728#section-1.2 */
function urlFaults(text: string, path: string): ConfigurationFault[] {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = url !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback);
  if (!secure) return [{ path, message: 'must be an https URL, such as https://api.example' }];
  if (/[#"\\\s]/.test(text)) return [{ path, message: 'must have no fragment, quotes or spaces' }];
  return [];
}
