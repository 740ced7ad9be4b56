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
  /** When a single-use record was spent, in epoch seconds. */
  readonly spentAt?: number | undefined;
  readonly [member: string]: JsonValue | undefined;
}

/**
 * A code or a token at rest. It holds no secret: its id is made of the grant's id and, unless the
 * access token's format has another, a digest of the issuer and the text that the client holds.
 */
export interface StoredRecord {
  /** Unique; begins with {@link StoredRecord.grantId}. */
  readonly id: string;
  /** 0 when inserted, one more with each update. */
  readonly version: number;
  /** `access_token`, `refresh_token`, `authorization_code`, or what a plugin mints. */
  readonly kind: string;
  /** Everything that one authorization gave shares it: the partition key of a partitioned store. */
  readonly grantId: string;
  readonly clientId: string;
  readonly subject?: string | undefined;
  /** Epoch seconds from which on the record counts as gone. */
  readonly expiresAt: number;
  readonly data: RecordData;
}

/** One step of a commit. All steps of one commit concern records of one grant. */
export type Change =
  /** Stores a new record; loses, or throws, if its id is taken. */
  | { readonly type: 'insert'; readonly record: StoredRecord }
  /** Replaces a record; loses unless the stored one's version is exactly one less. */
  | { readonly type: 'update'; readonly record: StoredRecord }
  /** Loses unless the record is stored; moves its expiry to `expiresAt` if that is later. */
  | { readonly type: 'extend'; readonly id: string; readonly expiresAt: number }
  /** Deletes a record; one that is gone already is fine. */
  | { readonly type: 'remove'; readonly id: string };

/** Whether a commit took effect; if not, which record was no longer as it had been read. */
export type CommitResult =
  { readonly committed: true } | { readonly committed: false; readonly lost: string };

/** Whose records to revoke. */
export type RevocationTarget =
  | { readonly grantId: string }
  | { readonly subject: string; readonly clientId?: string | undefined }
  | { readonly clientId: string };

/**
 * Where codes and tokens rest.
 *
 * - `commit` is atomic: all changes or none, and of any number of parallel commits that update the
 *   same version of a record exactly one succeeds, across connections and processes.
 * - After `revoke` has resolved, no record it covers is live, including those of a commit to an
 *   existing grant that was under way.
 * - `get` may return expired records; core judges expiry by its own clock.
 * - A store that cannot answer throws. Core answers `server_error` and issues nothing.
 *
 * Servers of several issuers may share one: none finds what another has stored. Only `revoke` by
 * subject or client ends those of all.
 *
 * `storeSuite` of `@oauth/testing` proves a store.
 */
export interface Store {
  get(id: string): Awaitable<StoredRecord | undefined>;
  commit(changes: readonly Change[]): Awaitable<CommitResult>;
  /** Deletes the records of a grant, a subject, a client, or a subject at a client; counts them. */
  revoke(target: RevocationTarget): Awaitable<number>;
  /** Deletes at most `limit` records that expired at or before `now` (epoch seconds); counts them. */
  purge(now: number, limit: number): Awaitable<number>;
}

/** Checks what a store returned; a row that lost a member must not be taken for one without it. */
export function isStoredRecord(value: StoredRecord, id: string): boolean {
  return (
    value.id === id &&
    id.startsWith(value.grantId) &&
    typeof value.kind === 'string' &&
    typeof value.clientId === 'string' &&
    typeof value.data.scope === 'string' &&
    Number.isSafeInteger(value.version) &&
    Number.isFinite(value.expiresAt) &&
    Number.isFinite(value.data.issuedAt)
  );
}
