import type { Awaitable, JsonObject } from '@oauth/core/plugin';

/** What a valid access token says. */
export interface AccessTokenInfo {
  /** The user, or the client itself where no user is behind the token. */
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** Everything that the token or its introspection says (`acr`, `auth_time`, `cnf`, …). */
  readonly claims: JsonObject;
}

/**
 * Finds out what an access token says; `undefined` when it is not valid, whatever the reason.
 *
 * @param now epoch seconds
 * @throws when it cannot tell; the request is then refused with 503
 */
export type TokenValidator = (token: string, now: number) => Awaitable<AccessTokenInfo | undefined>;

/** What a request has to bring. */
export interface Requirements {
  /** All of them are needed. */
  readonly scopes?: readonly string[] | undefined;
  /** Authentication context classes, one of which is needed (RFC 9470). */
  readonly acrValues?: readonly string[] | undefined;
  /** Seconds since the user has signed in, at most (RFC 9470). */
  readonly maxAge?: number | undefined;
}

/** Where a bearer token may stand. In the header it always may. */
export interface BearerPlaces {
  /** In a posted form (RFC 6750 section 2.2). Default: no. */
  readonly body?: boolean | undefined;
  /** In the query, and so in logs and histories (RFC 6750 section 2.3). Default: no. */
  readonly query?: boolean | undefined;
}
