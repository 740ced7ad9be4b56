import type { Awaitable, Client, Seconds, StoredRecord } from '@oauth/core/plugin';

/** Options of {@link refresh}. */
export interface RefreshOptions {
  /** Seconds a refresh token may stay unused. Default: 30 days. */
  readonly idleLifetime?: Seconds | ((client: Client) => Seconds) | undefined;
  /** Seconds from the authorization after which the user is asked again. Default: 180 days. */
  readonly absoluteLifetime?: Seconds | ((client: Client) => Seconds) | undefined;
  /**
   * Seconds in which a retry of the same request gets the same tokens again, so that a lost response
   * or two racing tabs log no user out. Later, or with a different request, reuse revokes the grant.
   * 0 forgives no retry. Default: 10.
   */
  readonly gracePeriod?: Seconds | undefined;
  /**
   * Whether each use replaces the refresh token. Without rotation a stolen token cannot be noticed;
   * RFC 9700 section 2.2.2 rules that out for public clients. Default: yes.
   */
  readonly rotate?: boolean | ((client: Client) => boolean) | undefined;
  /** Whether the grant may continue: is the user active, does the consent stand? Default: yes. */
  readonly canContinue?: ((record: StoredRecord, client: Client) => Awaitable<boolean>) | undefined;
}
