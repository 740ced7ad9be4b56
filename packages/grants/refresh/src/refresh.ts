import type {
  Awaitable,
  Check,
  Client,
  GrantHandler,
  Seconds,
  ServerContext,
  StoredRecord,
} from '@oauth/core';
import { defineGrant, type GrantPlugin } from '@oauth/core/grant';
import { checkOptions, refreshPolicy } from './policy.js';
import { use } from './use.js';

/** Options of {@link refresh}. */
export interface RefreshOptions {
  /** Seconds a refresh token may stay unused. Default: 30 days. */
  readonly idleLifetime?: Seconds | ((client: Client) => Seconds) | undefined;
  /** Seconds from the authorization after which the user is asked again. Default: 180 days. */
  readonly absoluteLifetime?: Seconds | ((client: Client) => Seconds) | undefined;
  /**
   * Seconds in which the same request again gets the same tokens again, so that a lost response or
   * two racing tabs log nobody out. Later, or with a different request, reuse revokes the grant.
   * 0 turns repeats off. Default: 10.
   */
  readonly gracePeriod?: Seconds | undefined;
  /**
   * Whether each use replaces the refresh token. Without rotation a stolen token cannot be noticed;
   * RFC 9700 section 2.2.2 rules that out for public clients. Default: yes.
   */
  readonly rotate?: boolean | ((client: Client) => boolean) | undefined;
  /** Whether the grant may go on: is the user still active, does the consent stand? Default: yes. */
  readonly canContinue?: ((record: StoredRecord, client: Client) => Awaitable<boolean>) | undefined;
}

/** What {@link refresh} returns. */
export type RefreshPlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly refresh_token: GrantHandler };
}>;

/**
 * The refresh token grant: rotation with reuse detection, and repeats that are forgiven.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
export function refresh(options: RefreshOptions = {}): RefreshPlugin {
  return defineGrant({
    name: '@oauth/grant-refresh',
    grants: {
      refresh_token: { clients: 'any', handle: (request, server) => use(request, server, options) },
    },
    refreshTokens: refreshPolicy(options),
    check: (_: ServerContext, check: Check) => checkOptions(options, check),
  });
}
