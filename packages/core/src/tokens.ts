import { sha256 } from '#crypto';
import { OAuthError } from './errors.js';
import type { AccessTokenFormat, MintedToken } from './plugin.js';
import type { ServerContext } from './server-context.js';
import { isStoredRecord, type StoredRecord } from './store.js';
import type { Awaitable } from './types.js';

/** Random bytes as base64url text. The default draws on the system's generator. */
export type RandomText = (bytes: number) => string;

/**
 * Makes the text of a token, which core prefixes with the grant's id. At least 128 bits of it must
 * be unpredictable; `random` gives base64url text of so many bytes.
 */
export type TokenGenerator = (context: { readonly random: RandomText }) => Awaitable<string>;

/** Length of a grant's id: 96 random bits. Every code and opaque token of the grant begins with it. */
const grantIdLength = 16;

const tokenText = /^[A-Za-z0-9\-._~+/]{17,4096}=*$/;

/** Makes tokens and finds their records. */
export interface Tokens {
  readonly random: RandomText;
  /** An id for a new grant. */
  readonly newGrantId: () => string;
  /** A code or opaque token of a grant, 256 random bits unless a generator makes it. */
  readonly mint: (grantId: string, generate: TokenGenerator | undefined) => Promise<MintedToken>;
  /** The live record of a token of any kind, or of one kind, spent or not. */
  readonly find: (token: string, kind?: string) => Promise<StoredRecord | undefined>;
}

/** The tokens of a server. */
export function createTokens(getServer: () => ServerContext, random: RandomText): Tokens {
  return {
    random,
    newGrantId: () => random(12),
    async mint(grantId, generate) {
      const secret = generate === undefined ? random(32) : await generate({ random });
      const token = grantId + secret;
      if (secret.length < 22 || !tokenText.test(token))
        throw new OAuthError('server_error', {
          reason: 'token.unusable',
          hint: 'A token generator must return 22 to 4000 of A-Z a-z 0-9 - . _ ~ + /',
        });
      return { token, id: grantId + (await sha256(token)) };
    },
    async find(token, kind) {
      if (!tokenText.test(token)) return undefined;
      const server = getServer();
      const { locate } = server.accessTokenFormat;
      const access = kind === undefined || kind === 'access_token';
      const id = (access && (await locate(token, server))) || (await locateOpaque(token));
      const record = await server.store.get(id);
      if (record === undefined) return undefined;
      if (!isStoredRecord(record, id))
        throw new OAuthError('server_error', { reason: 'store.malformed_record' });
      const live = record.expiresAt > server.now();
      return live && (kind === undefined || record.kind === kind) ? record : undefined;
    },
  };
}

async function locateOpaque(token: string): Promise<string> {
  return token.slice(0, grantIdLength) + (await sha256(token));
}

/** Opaque access tokens: random text that means nothing. */
export const opaqueTokens: AccessTokenFormat = {
  create: (issue, server) => server.tokens.mint(issue.grantId, server.options.accessTokenGenerator),
  locate: locateOpaque,
};
