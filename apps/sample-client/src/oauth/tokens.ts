import { findText, parseJsonObject } from '@oauth/app-kit/json';

/** The tokens of a token response. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** The scope of the access token; `undefined` if it is the scope that the client requested. */
  readonly scope: string | undefined;
}

/**
 * Parses a token response; `undefined` if it is none, or if its token type is not Bearer, the only
 * one that this client can use.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-7.1
 */
export function parseTokenResponse(body: string): Tokens | undefined {
  const response = parseJsonObject(body);
  const accessToken = response && findText(response, 'access_token');
  if (response === undefined || accessToken === undefined) return undefined;
  if (findText(response, 'token_type')?.toLowerCase() !== 'bearer') return undefined;
  return {
    accessToken,
    refreshToken: findText(response, 'refresh_token'),
    scope: findText(response, 'scope'),
  };
}
