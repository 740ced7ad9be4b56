import {
  andThen,
  isJsonObject,
  type Awaitable,
  type JsonObject,
  type Parameters,
  type TokenSeeds,
} from '@oauth/core';
import { decryptResponse, encryptResponse, sha256 } from '@oauth/core/crypto';

/** A refresh token and what a request asks for with it. */
export interface RefreshUse {
  readonly token: string;
  readonly grantId: string;
  readonly parameters: Parameters;
}

/** What a request may ask for beside the new tokens. */
const asks = ['scope', 'resource', 'audience', 'authorization_details'];

/** What core says beside the tokens. None of it is secret. */
const plain = ['token_type', 'expires_in', 'scope'];

/**
 * What the next tokens are made of. It takes both to make it again: the token, of which a store has
 * a digest, and the nonce, which only the store has.
 */
export function secretsOf(token: string, nonce: string): Awaitable<TokenSeeds> {
  const make = (kind: string): Awaitable<string> => sha256(JSON.stringify([kind, token, nonce]));
  return andThen(make('access_token'), (accessToken) =>
    andThen(make('refresh_token'), (refreshToken) => ({ accessToken, refreshToken })),
  );
}

/**
 * Keeps a response for the case that the same request comes again. Of tokens that can be made again
 * the nonce is kept; any others (JWTs, a generator's) and whatever hooks add are sealed, so that only
 * who has the refresh token and asks for the same can read them.
 */
export function keep(
  body: JsonObject,
  use: RefreshUse,
  nonce: string,
  secrets: TokenSeeds,
): Awaitable<string> {
  const { token_type, expires_in, scope } = body;
  if (!isPlain(body, use, secrets)) return encryptResponse(secretOf(use), body);
  return andThen(askedOf(use, nonce), (asked) =>
    JSON.stringify({ nonce, asked, token_type, expires_in, scope }),
  );
}

/** The response that was kept; `undefined` if it was for another request. */
export function restore(kept: string, use: RefreshUse): Awaitable<JsonObject | undefined> {
  if (!kept.startsWith('{')) return decryptResponse(secretOf(use), kept);
  const { nonce, asked, ...rest } = parse(kept);
  if (typeof nonce !== 'string') return undefined;
  return andThen(askedOf(use, nonce), (same) =>
    same === asked
      ? andThen(secretsOf(use.token, nonce), ({ accessToken, refreshToken }) => ({
          access_token: use.grantId + accessToken,
          ...rest,
          refresh_token: use.grantId + refreshToken,
        }))
      : undefined,
  );
}

/** An empty one, if somebody spoilt it in the database. */
function parse(text: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isJsonObject(parsed)) return parsed;
  } catch {
    // Neither this nor another value is a response.
  }
  return {};
}

/** Whether the tokens in it can be made again, and nothing else in it is secret. */
function isPlain(body: JsonObject, { grantId }: RefreshUse, secrets: TokenSeeds): boolean {
  const others = Object.keys(body).filter((name) => !plain.includes(name));
  return (
    body['access_token'] === grantId + secrets.accessToken &&
    body['refresh_token'] === grantId + secrets.refreshToken &&
    others.length === 2
  );
}

/** What is asked for, told by nothing but the token; empty for nothing, which is usual. */
function askedOf({ token, parameters }: RefreshUse, nonce: string): Awaitable<string> {
  const asked = asks.map((name) => parameters.all(name));
  if (asked.every(({ length }) => length === 0)) return '';
  return sha256(JSON.stringify(['asked', token, nonce, asked]));
}

/** With another token, or if something else is asked for, what this sealed does not open. */
function secretOf({ token, parameters }: RefreshUse): string {
  return JSON.stringify([token, ...asks.map((name) => parameters.all(name))]);
}
