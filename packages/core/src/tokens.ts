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
export class Tokens {
  readonly #server: () => ServerContext;
  readonly random: RandomText;

  constructor(server: () => ServerContext, random: RandomText) {
    this.#server = server;
    this.random = random;
  }

  /** An id for a new grant. */
  newGrantId(): string {
    return this.random(12);
  }

  /** A code or opaque token of a grant, 256 random bits unless a generator makes it. */
  async mint(grantId: string, generate: TokenGenerator | undefined): Promise<MintedToken> {
    const secret = generate === undefined ? this.random(32) : await generate(this);
    const token = grantId + secret;
    if (secret.length < 22 || !tokenText.test(token)) throw unusable();
    return { token, id: grantId + (await sha256(token)) };
  }

  /** The live record of a token of any kind, or of one kind, spent or not. */
  async find(token: string, kind?: string): Promise<StoredRecord | undefined> {
    const server = this.#server();
    if (!tokenText.test(token)) return undefined;
    const formatted =
      kind === undefined || kind === 'access_token'
        ? await server.accessTokenFormat.locate(token, server)
        : undefined;
    const id = formatted ?? (await locateOpaque(token));
    const record = await server.store.get(id);
    if (record === undefined) return undefined;
    if (!isStoredRecord(record, id))
      throw new OAuthError('server_error', { reason: 'store.malformed_record' });
    if (record.expiresAt <= server.now()) return undefined;
    return kind === undefined || record.kind === kind ? record : undefined;
  }
}

async function locateOpaque(token: string): Promise<string> {
  return token.slice(0, grantIdLength) + (await sha256(token));
}

/** Opaque access tokens: random text that means nothing. */
export const opaqueTokens: AccessTokenFormat = {
  create: (issue, server) => server.tokens.mint(issue.grantId, server.options.accessTokenGenerator),
  locate: locateOpaque,
};

function unusable(): OAuthError {
  return new OAuthError('server_error', {
    reason: 'token.unusable',
    hint: 'A token generator must return 22 to 4000 characters of A-Z a-z 0-9 - . _ ~ + /.',
  });
}
