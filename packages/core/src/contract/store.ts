import type { Awaitable, JsonObject, JsonValue } from './types.js';

/** What core keeps in every record; plugins add members of their own. */
export interface RecordData {
  /** Granted scope, space-separated. */
  readonly scope: string;
  /** Epoch seconds. */
  readonly issuedAt: number;
  readonly audience?: readonly string[] | undefined;
  /** What a grant or an extension keeps with the grant (`auth_time`, `acr`, `nonce`, …). */
  readonly details?: JsonObject | undefined;
  /** `token_type` of an access token that is not `Bearer`. */
  readonly tokenType?: string | undefined;
  /** When a single-use record was spent, in epoch seconds. */
  readonly spentAt?: number | undefined;
  readonly [member: string]: JsonValue | undefined;
}

/**
 * Characters of the route that every `grantId`, and so every record id, begins with: the partition
 * key of a partitioned store.
 */
export const routeLength = 16;

/**
 * A code, a token or a document at rest. It holds no secret: its id is made of the grant's id and,
 * unless the access token's format has another, a digest of the issuer and the token's text.
 */
export interface StoredRecord {
  /** Unique; begins with {@link StoredRecord.grantId}. */
  readonly id: string;
  /** 0 when inserted, one more with each update. */
  readonly version: number;
  /** `access_token`, `refresh_token`, `authorization_code`, or what a plugin stores. */
  readonly kind: string;
  /** Shared by everything that one authorization gave; at least {@link routeLength} characters. */
  readonly grantId: string;
  /**
   * The client; empty for a document, which is in no client's index and which no client's revocation
   * covers.
   */
  readonly clientId: string;
  readonly subject?: string | undefined;
  /** Epoch seconds from which on the record counts as gone. */
  readonly expiresAt: number;
  readonly data: RecordData;
}

/** One step of a commit. All steps of one commit concern records of one grant. */
export type Change =
  /** Stores a new record; loses if its id is taken. It never throws for that. */
  | { readonly type: 'insert'; readonly record: StoredRecord }
  /** Replaces a record; loses unless the stored one's version is exactly one less. */
  | { readonly type: 'update'; readonly record: StoredRecord }
  /** Loses unless the record is stored; moves its expiry to `expiresAt` if that is later. */
  | { readonly type: 'extend'; readonly id: string; readonly expiresAt: number }
  /** Deletes a record; one that is gone already is fine. */
  | { readonly type: 'remove'; readonly id: string };

/** Whether a commit took effect; if not, the id of the record that lost. */
export type CommitResult =
  { readonly committed: true } | { readonly committed: false; readonly lost: string };

/** Whose records to revoke. */
export type RevocationTarget =
  | { readonly grantId: string }
  | { readonly subject: string; readonly clientId?: string | undefined }
  | { readonly clientId: string };

/** What the caller of `get` knows and accepts. */
export interface ReadHint {
  /** The kind that the caller expects; a record of another kind may be returned as well. */
  readonly kind?: string | undefined;
  /**
   * Whether a replica or a cache that is moments behind will do, as for introspection. Never set for
   * a record that may be spent.
   */
  readonly stale?: boolean | undefined;
}

/** Whose records to list: a subject's, a client's, or all documents of a kind. */
export type ListTarget =
  | { readonly subject: string; readonly clientId?: string | undefined }
  | { readonly clientId: string }
  | { readonly documents: string };

/** Which page of a list. */
export interface ListRequest {
  /** Only records of this kind. */
  readonly kind?: string | undefined;
  /** About how many records a page has, from 1 to 1000. */
  readonly limit: number;
  /** {@link RecordPage.next} of the page before. */
  readonly after?: string | undefined;
}

/** One page of a list, in the store's own order. */
export interface RecordPage {
  readonly records: readonly StoredRecord[];
  /** Where the next page begins; `undefined` after the last. Only the store can read it. */
  readonly next?: string | undefined;
}

/**
 * Where codes, tokens and documents rest.
 *
 * - `commit` is atomic: all changes or none, and of any number of parallel commits that update the
 *   same version of a record, or insert the same id, exactly one succeeds, across connections and
 *   processes.
 * - After `revoke` has resolved, no record it covers is live, including those of a commit to an
 *   existing grant that was under way.
 * - `get` may return expired records; core judges expiry by its own clock.
 * - A store that cannot answer throws. Core answers `server_error` and issues nothing.
 *
 * Servers of several issuers may share one: none finds what another has stored. Only `revoke` and
 * `list` by subject or client see those of all.
 *
 * `storeSuite` of `@oauth/testing` proves a store.
 */
export interface Store {
  get(id: string, hint?: ReadHint): Awaitable<StoredRecord | undefined>;
  commit(changes: readonly Change[]): Awaitable<CommitResult>;
  /** Deletes the records of a grant, a subject, a client, or a subject at a client; counts them. */
  revoke(target: RevocationTarget): Awaitable<number>;
  /** Deletes at most `limit` records that expired at or before `now` (epoch seconds); counts them. */
  purge(now: number, limit: number): Awaitable<number>;
  /**
   * A page of what a subject or a client has ("connected apps"), or of all documents of a kind
   * (registered clients, users). A page costs the same however long the list is. It may be moments
   * behind, and hold expired records. Walking all pages returns every record that is there from the
   * first page to the last.
   */
  list?(target: ListTarget, request: ListRequest): Awaitable<RecordPage>;
}
