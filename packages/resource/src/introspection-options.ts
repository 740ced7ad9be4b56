import type { OptionNames } from '@oauth/core/plugin';
import { assertNoFaults, findUrlFault, formatValue, isNonEmptyString } from './option-checks.js';

/** Options of `byIntrospection`. */
export interface ByIntrospectionOptions {
  /** The https URL of the authorization server's introspection endpoint. */
  readonly endpoint: string;
  /** Allows http to a host other than loopback. Tokens and the secret then cross the network in clear. */
  readonly allowInsecureEndpoint?: boolean | undefined;
  /** The `client_id` of this API at the authorization server. */
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Seconds for which a response is cached, never past the token's expiry. 0 disables the cache.
   * Default: 30.
   */
  readonly cacheLifetime?: number | undefined;
  /** The number of responses that are cached. Default: 10000. */
  readonly cacheSize?: number | undefined;
  /** Milliseconds to wait for a response. Default: 5000. */
  readonly timeoutMs?: number | undefined;
  /**
   * Accepts responses without `token_type`, from servers that never send it. Where a server sends it
   * for access tokens only, refresh tokens then pass for access tokens. Default: false.
   */
  readonly allowMissingTokenType?: boolean | undefined;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

const optionNames: OptionNames<ByIntrospectionOptions> = {
  endpoint: true,
  allowInsecureEndpoint: true,
  clientId: true,
  clientSecret: true,
  cacheLifetime: true,
  cacheSize: true,
  timeoutMs: true,
  allowMissingTokenType: true,
  fetch: true,
};

/** @throws ConfigurationError that lists every fault */
export function checkIntrospectionOptions(options: ByIntrospectionOptions): void {
  const { endpoint, allowInsecureEndpoint, clientId, clientSecret } = options;
  const { cacheLifetime = 30, cacheSize = 10_000, timeoutMs = 5000 } = options;
  assertNoFaults(options, optionNames, (check) => {
    const endpointFault = findUrlFault(endpoint, 'allowInsecureEndpoint', allowInsecureEndpoint);
    check(endpointFault === undefined, 'endpoint', endpointFault ?? '');
    check(
      isNonEmptyString(clientId),
      'clientId',
      `is ${formatValue(clientId)}; write the client_id of this API at the authorization server`,
    );
    check(
      isNonEmptyString(clientSecret),
      'clientSecret',
      'is missing or empty; write the client_secret of this API at the authorization server',
    );
    check(
      cacheLifetime >= 0,
      'cacheLifetime',
      `is ${formatValue(cacheLifetime)}; write seconds, 0 or more`,
    );
    check(
      cacheSize >= 1,
      'cacheSize',
      `is ${formatValue(cacheSize)}; write 1 or more, or set cacheLifetime to 0 to cache nothing`,
    );
    check(
      timeoutMs > 0,
      'timeoutMs',
      `is ${formatValue(timeoutMs)}; write milliseconds, more than 0`,
    );
  });
}
