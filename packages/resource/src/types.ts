import type { Awaitable, JsonObject } from '@oauth/core/plugin';

/** What a valid access token says. */
export interface AccessTokenInfo {
  /** The user, or the client itself where the token stands for no user. */
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** Everything that the token or its introspection says (`acr`, `auth_time`, `cnf`, …). */
  readonly claims: JsonObject;
  /**
   * The `token_type` of a token that is bound to a key, as the authorization server names it. It has
   * to be the scheme of the sender constraint that `cnf` selects. `undefined` for Bearer, which every
   * sender constraint accepts, and where the validator does not know the type.
   */
  readonly tokenType?: string | undefined;
}

/**
 * Reads what an access token says; returns `undefined` when the token is not valid, whatever the
 * reason.
 *
 * @param now epoch seconds
 * @throws when the validator cannot tell; the request is then refused with 503
 */
export type TokenValidator = (token: string, now: number) => Awaitable<AccessTokenInfo | undefined>;

/** What the access token of a request has to meet. */
export interface Requirements {
  /** The token needs all of them. */
  readonly scopes?: readonly string[] | undefined;
  /** Authentication context classes; the token needs one of them (RFC 9470). */
  readonly acrValues?: readonly string[] | undefined;
  /** Seconds since the user signed in, at most (RFC 9470). */
  readonly maxAge?: number | undefined;
}
