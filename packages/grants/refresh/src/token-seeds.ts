import { andThen, sha256, type Awaitable, type TokenSeeds } from '@oauth/core/plugin';

/**
 * Derives what the next tokens are made of. Making them again takes both: the spent token, of which
 * the store has a digest, and the nonce, which only the store has.
 */
export function deriveTokenSeeds(token: string, nonce: string): Awaitable<TokenSeeds> {
  const accessToken = deriveSeed('access_token', token, nonce);
  return andThen(accessToken, (access) => addRefreshTokenSeed(access, token, nonce));
}

function addRefreshTokenSeed(
  accessToken: string,
  token: string,
  nonce: string,
): Awaitable<TokenSeeds> {
  return andThen(deriveSeed('refresh_token', token, nonce), (refreshToken) => ({
    accessToken,
    refreshToken,
  }));
}

function deriveSeed(kind: string, token: string, nonce: string): Awaitable<string> {
  return sha256(JSON.stringify([kind, token, nonce]));
}
