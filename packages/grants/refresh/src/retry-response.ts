import {
  andThen,
  decryptResponse,
  encryptResponse,
  isJsonObject,
  sha256,
  type Awaitable,
  type JsonObject,
  type TokenSeeds,
} from '@oauth/core/plugin';
import { listRequestedParameters, type PresentedRefreshToken } from './presented-refresh-token.js';
import { deriveTokenSeeds } from './token-seeds.js';

/** The members of a response beside the tokens. None of them is secret. */
const plainMembers = ['token_type', 'expires_in', 'scope'];

/**
 * Writes down what is needed to answer a retry. Of tokens that can be made again, that is the nonce;
 * any others (JWTs, a generator's) and what hooks add are encrypted, so that only the holder of the
 * refresh token who asks for the same can read them.
 */
export function rememberResponse(
  body: JsonObject,
  presented: PresentedRefreshToken,
  nonce: string,
  seeds: TokenSeeds,
): Awaitable<string> {
  const { token_type, expires_in, scope } = body;
  if (!canBeMadeAgain(body, presented, seeds))
    return encryptResponse(createEncryptionSecret(presented), body);
  return andThen(createRequestFingerprint(presented, nonce), (fingerprint) =>
    JSON.stringify({ nonce, fingerprint, token_type, expires_in, scope }),
  );
}

/** Restores the response to a retry; `undefined` if it was the response to another request. */
export function restoreResponse(
  remembered: string,
  presented: PresentedRefreshToken,
): Awaitable<JsonObject | undefined> {
  if (!remembered.startsWith('{'))
    return decryptResponse(createEncryptionSecret(presented), remembered);
  const { nonce, fingerprint, ...rest } = parseRemembered(remembered);
  if (typeof nonce !== 'string') return undefined;
  return andThen(createRequestFingerprint(presented, nonce), (same) =>
    same === fingerprint ? makeResponseAgain(presented, nonce, rest) : undefined,
  );
}

function makeResponseAgain(
  { token, record: { grantId } }: PresentedRefreshToken,
  nonce: string,
  rest: JsonObject,
): Awaitable<JsonObject> {
  return andThen(deriveTokenSeeds(token, nonce), ({ accessToken, refreshToken }) => ({
    access_token: grantId + accessToken,
    ...rest,
    refresh_token: grantId + refreshToken,
  }));
}

/** Empty where the text was damaged in the database: then no retry is answered. */
function parseRemembered(text: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isJsonObject(parsed)) return parsed;
  } catch {
    // The text is no JSON.
  }
  return {};
}

/** Whether the tokens in a response can be made again, and nothing else in it is secret. */
function canBeMadeAgain(
  body: JsonObject,
  { record: { grantId } }: PresentedRefreshToken,
  seeds: TokenSeeds,
): boolean {
  const others = Object.keys(body).filter((name) => !plainMembers.includes(name));
  return (
    body['access_token'] === grantId + seeds.accessToken &&
    body['refresh_token'] === grantId + seeds.refreshToken &&
    others.length === 2
  );
}

/** Tells requests apart, and reveals nothing without the token; empty where nothing is requested. */
function createRequestFingerprint(
  presented: PresentedRefreshToken,
  nonce: string,
): Awaitable<string> {
  const requested = listRequestedParameters(presented);
  if (requested.length === 0) return '';
  return sha256(JSON.stringify(['asked', presented.token, nonce, requested]));
}

/** Another token, or a request for something else, does not decrypt the response. */
function createEncryptionSecret(presented: PresentedRefreshToken): string {
  return JSON.stringify([presented.token, ...listRequestedParameters(presented)]);
}
