import { readObject, textOf } from './json.js';

/** What a server gave. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** What the access token is good for; as asked for, if the server does not say. */
  readonly scope: string | undefined;
}

/**
 * Reads a token response; `undefined` if it is none, or gives a kind of token that a client which
 * knows only Bearer cannot use.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-7.1
 */
export function readTokens(body: string): Tokens | undefined {
  const answer = readObject(body);
  const accessToken = answer && textOf(answer, 'access_token');
  if (answer === undefined || accessToken === undefined) return undefined;
  if (textOf(answer, 'token_type')?.toLowerCase() !== 'bearer') return undefined;
  return {
    accessToken,
    refreshToken: textOf(answer, 'refresh_token'),
    scope: textOf(answer, 'scope'),
  };
}
