import { sha256 } from '#crypto';
import type {
  AccessTokenFormat,
  CreatedToken,
  TokenGenerator,
} from '../contract/access-token-format.js';
import type { ServerContext } from '../contract/server-context.js';
import { routeLength } from '../contract/store.js';
import type { Awaitable } from '../contract/types.js';
import { andThen } from '../lib/and-then.js';
import { tokenError } from './reasons.js';

/** The grant's id and at least 22 characters more. */
const tokenPattern = /^[A-Za-z0-9\-._~+/]{38,4096}=*$/;

/** Whether a text can be a code or a token at all. */
export function isTokenText(text: string): boolean {
  return tokenPattern.test(text);
}

/** An id for a new grant: 96 random bits, all of them route. Its codes and tokens begin with it. */
export function createGrantId({ random }: Pick<ServerContext, 'random'>): string {
  return random((routeLength * 6) / 8);
}

/**
 * Makes a code or an opaque token of a grant: by the generator, else from the seed, else from 256
 * random bits.
 *
 * @throws OAuthError `server_error` when the generator returns what cannot be a token
 */
export function createToken(
  server: ServerContext,
  grantId: string,
  generate?: TokenGenerator,
  seed?: string,
): Awaitable<CreatedToken> {
  const { random } = server;
  const secret = generate === undefined ? (seed ?? random(32)) : generate({ random });
  // Skip the pattern check for tokens from core's own random source.
  const isOwn = (generate ?? seed ?? server.options.random) === undefined;
  return andThen(secret, (text) => digestCreated(server, grantId, grantId + text, isOwn));
}

function digestCreated(
  server: ServerContext,
  grantId: string,
  token: string,
  isOwn: boolean,
): Awaitable<CreatedToken> {
  if (!isOwn && !isTokenText(token)) throw tokenError('token.unusable');
  // Joined, since V8 keeps a concatenation as two texts, and a store keeps it long.
  return andThen(digestToken(server, token), (digest) => ({
    token,
    id: [grantId, digest].join(''),
  }));
}

/** The digest covers the issuer, so that issuers that share a store have different records. */
function digestToken({ issuer }: ServerContext, token: string): Awaitable<string> {
  return sha256(`${issuer} ${token}`);
}

/** The record id of a code or an opaque token. */
export function resolveOpaqueTokenId(token: string, server: ServerContext): Awaitable<string> {
  return andThen(digestToken(server, token), (digest) => token.slice(0, routeLength) + digest);
}

/** Opaque access tokens: random text without meaning. */
export const opaqueTokens: AccessTokenFormat = {
  create: ({ grantId, issuance }, server) =>
    createToken(
      server,
      grantId,
      server.options.accessTokenGenerator,
      issuance.tokenSeeds?.().accessToken,
    ),
  resolveRecordId: resolveOpaqueTokenId,
};
