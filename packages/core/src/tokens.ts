import { sha256 } from '#crypto';
import { andThen } from './after.js';
import { OAuthError } from './errors.js';
import type { AccessTokenFormat, CreatedToken } from './plugin.js';
import type { ServerContext } from './server-context.js';
import { isStoredRecord, type StoredRecord } from './store.js';
import type { Awaitable } from './types.js';

/** Random bytes as base64url text. The default draws on the system's generator. */
export type RandomSource = (bytes: number) => string;

/**
 * Makes the text of a token, which core prefixes with the grant's id. At least 128 bits of it must
 * be unpredictable; `random` gives base64url text of so many bytes.
 */
export type TokenGenerator = (context: { readonly random: RandomSource }) => Awaitable<string>;

/** Length of a grant's id: 96 random bits. Every code and opaque token of the grant begins with it. */
const grantIdLength = 16;

/** The grant's id and at least 22 characters more. */
const tokenText = /^[A-Za-z0-9\-._~+/]{38,4096}=*$/;

/** Makes tokens and finds their records. */
export interface Tokens {
  readonly random: RandomSource;
  /** An id for a new grant. */
  readonly newGrantId: () => string;
  /** A code or opaque token of a grant: what a generator makes, else `secret`, else 256 random bits. */
  readonly mint: (
    grantId: string,
    generate: TokenGenerator | undefined,
    secret?: string,
  ) => Awaitable<CreatedToken>;
  /** The live record of a token of any kind, or of one kind, spent or not. */
  readonly find: (token: string, kind?: string) => Awaitable<StoredRecord | undefined>;
}

/** The tokens of a server. */
export function createTokens(getServer: () => ServerContext, random: RandomSource): Tokens {
  return {
    random,
    newGrantId: () => random(12),
    mint: (grantId, generate, given) =>
      andThen(generate === undefined ? (given ?? random(32)) : generate({ random }), (secret) => {
        const token = grantId + secret;
        // Core's own randomness needs no look.
        const foreign = generate ?? given ?? getServer().options.random;
        if (foreign !== undefined && !tokenText.test(token))
          throw new OAuthError('server_error', {
            reason: 'token.unusable',
            hint: 'Generators must return 22 to 4000 of A-Za-z0-9-._~+/',
          });
        return andThen(digestOf(token, getServer()), (digest) => ({
          token,
          // Joined, since V8 keeps a sum of texts as two, and a store keeps it long.
          id: [grantId, digest].join(''),
        }));
      }),
    find(token, kind) {
      if (!tokenText.test(token)) return undefined;
      const server = getServer();
      return andThen(server.accessTokenFormat.locate(token, server), (formatted) =>
        andThen(formatted ?? locateOpaque(token, server), (id) =>
          andThen(server.store.get(id), (record) => {
            if (!record) return undefined;
            if (!isStoredRecord(record, id))
              throw new OAuthError('server_error', { reason: 'store.malformed_record' });
            const live = record.expiresAt > server.now();
            return live && (kind === undefined || record.kind === kind) ? record : undefined;
          }),
        ),
      );
    },
  };
}

/** Another issuer with the same store has another one for the same token. */
function digestOf(token: string, { issuer }: ServerContext): Awaitable<string> {
  return sha256(`${issuer} ${token}`);
}

/** The id of a token's record. */
function locateOpaque(token: string, server: ServerContext): Awaitable<string> {
  return andThen(digestOf(token, server), (digest) => token.slice(0, grantIdLength) + digest);
}

/** Opaque access tokens: random text that means nothing. */
export const opaqueTokens: AccessTokenFormat = {
  create: ({ grantId, issuance }, { tokens, options }) =>
    tokens.mint(grantId, options.accessTokenGenerator, issuance.tokenSeeds?.().accessToken),
  locate: locateOpaque,
};
