import type { Issuance } from './grant.js';
import type { IssuingRequest } from './requests.js';
import type { ServerContext } from './server-context.js';
import type { RecordData } from './store.js';
import type { Awaitable } from './types.js';

/** What an access token is made from. */
export interface AccessTokenInput {
  readonly request: IssuingRequest;
  /** What this token is issued for: where the issuance is narrowed, the narrowed values. */
  readonly issuance: Issuance;
  /** The id of the token's record has to begin with it. */
  readonly grantId: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** A token's text and the id of its record. */
export interface CreatedToken {
  readonly token: string;
  /** Begins with the grant's id and must not reveal the token. */
  readonly id: string;
}

/** How access tokens are written. Core's default is opaque random text. */
export interface AccessTokenFormat {
  readonly create: (input: AccessTokenInput, server: ServerContext) => Awaitable<CreatedToken>;
  /** The record id of a token of this format, `undefined` for any other text. */
  readonly resolveRecordId: (token: string, server: ServerContext) => Awaitable<string | undefined>;
}

/**
 * Whether a refresh token goes with an issuance that allows one, and how long it lives. A server
 * without such a policy issues none.
 */
export type RefreshTokenPolicy = (
  request: IssuingRequest,
  issuance: Issuance,
  server: ServerContext,
) => { readonly expiresAt: number; readonly data: Partial<RecordData> } | undefined;

/** Returns random bytes as base64url text. The default is the system's generator. */
export type RandomSource = (bytes: number) => string;

/**
 * Makes the text of a token, which core prefixes with the grant's id. At least 128 bits of it must
 * be unpredictable.
 */
export type TokenGenerator = (context: { readonly random: RandomSource }) => Awaitable<string>;
