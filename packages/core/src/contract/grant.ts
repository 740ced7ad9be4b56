import type { OAuthError } from './errors.js';
import type { OAuthEventType } from './events.js';
import type { TokenRequest } from './requests.js';
import type { ServerContext } from './server-context.js';
import type { StoredRecord } from './store.js';
import type { Awaitable, JsonObject } from './types.js';

/** What the texts of the next opaque tokens are made of, instead of fresh random bytes. */
export interface TokenSeeds {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** What was authorized. Core makes tokens, records and the response from it. */
export interface Issuance {
  /** The user; `undefined` where the client acts for itself. */
  readonly subject?: string | undefined;
  readonly scope: readonly string[];
  /** Resource servers the access token is for. */
  readonly audience?: readonly string[] | undefined;
  /** Kept with the grant, for extensions (`auth_time`, `acr`, `cnf`, …). */
  readonly details?: JsonObject | undefined;
  /** What this access token has instead; the grant, and so its refresh token, keeps all. */
  readonly narrowed?: NarrowedIssuance | undefined;
  /** `token_type` of the access token, kept with its record. Default: `Bearer`. */
  readonly tokenType?: string | undefined;
  /**
   * Epoch seconds when the access token ends at the latest, such as the end of the assertion or the
   * token that it is issued for.
   */
  readonly expiresAt?: number | undefined;
  /**
   * The single-use record that this spends, in the commit that stores the tokens. Core refuses one
   * that is spent already with `invalid_grant`.
   */
  readonly consumes?: StoredRecord | undefined;
  /** The record that this builds on without spending it: it must still be there at the commit. */
  readonly continues?: StoredRecord | undefined;
  /** Whether a refresh token may go with it, if the server and the client do refresh. */
  readonly refreshable?: boolean | undefined;
  /** What the spent record keeps of the response, for a grant that answers retries. */
  readonly rememberResponse?: ((body: JsonObject) => Awaitable<string>) | undefined;
  /**
   * For a grant that answers retries by making the tokens again: as hard to guess as 256 random bits,
   * and different for each issuance. Custom generators and formats ignore them. A function, so that
   * an issuance in a log shows no tokens.
   */
  readonly tokenSeeds?: (() => TokenSeeds) | undefined;
  /** Members to add to the response; they cannot replace core's. */
  readonly response?: JsonObject | undefined;
}

/**
 * What of an issuance one access token may have less of than its grant. A member that is left out or
 * `undefined` is as granted.
 */
export type NarrowedIssuance = Partial<Pick<Issuance, 'scope' | 'audience' | 'details'>>;

/**
 * A refusal that leaves a trace in the store, in one commit. To refuse without a trace, throw the
 * error.
 */
export interface Refusal {
  readonly refuse: OAuthError;
  /** The single-use record to spend although nothing is issued for it. */
  readonly consumes?: StoredRecord | undefined;
  /** Records of the same grant to store anew, such as one that counts wrong guesses. */
  readonly updates?: readonly StoredRecord[] | undefined;
  /** The `grantId` whose records are all revoked. */
  readonly revokes?: string | undefined;
}

/**
 * An answer for which no tokens are issued: the response to a retry, or a token of another kind that
 * the grant made itself.
 */
export interface DirectResponse {
  readonly respond: JsonObject;
  /** The type of the event that tells of it, such as `token.retried`. */
  readonly event: OAuthEventType;
  /** The record that the answer stands on, for the event. */
  readonly record: StoredRecord;
}

/** What a grant handler decides. */
export type Decision = Issuance | Refusal | DirectResponse;

/** Handles one `grant_type`. */
export interface GrantHandler {
  /** Public clients may use it too only where this is `any`. Default: `confidential`. */
  readonly clients?: 'confidential' | 'any' | undefined;
  /**
   * Decides; may be async. It runs again when another request changed what it had read.
   *
   * @throws OAuthError to refuse
   */
  handle(request: TokenRequest, server: ServerContext): Awaitable<Decision>;
}
