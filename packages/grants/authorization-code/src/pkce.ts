import {
  andThen,
  OAuthError,
  type AuthorizationRequest,
  type Awaitable,
  type Client,
} from '@oauth/core';
import { sha256, timingSafeEqual } from '@oauth/core/crypto';

/** The PKCE parameters of an authorization request, both null where it has none. */
export interface CodeChallenge {
  readonly challenge: string | null;
  readonly method: string | null;
}

/** Which clients have to use PKCE, and how. */
export interface PkcePolicy {
  /**
   * Which clients have to use PKCE. Default: all, confidential ones too. RFC 9700 section 2.1.1
   * requires it of public clients; `isPublicClient` of core requires it of them only.
   */
  readonly requirePkce?: boolean | ((client: Client) => boolean) | undefined;
  /**
   * Accepts the method `plain`, with which an attacker who sees the authorization request can
   * redeem the code. Default: no.
   */
  readonly allowPlainPkce?: boolean | undefined;
}

const s256Pattern = /^[A-Za-z0-9_-]{43}$/;
const verifierPattern = /^[A-Za-z0-9\-._~]{43,128}$/;

export function isPkceRequired({ requirePkce = true }: PkcePolicy, client: Client): boolean {
  return typeof requirePkce === 'function' ? requirePkce(client) : requirePkce;
}

/**
 * Reads `code_challenge` and `code_challenge_method` of an authorization request.
 *
 * @throws OAuthError `invalid_request`
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.3
 */
export function readCodeChallenge(
  { parameters, client }: AuthorizationRequest,
  policy: PkcePolicy,
): CodeChallenge {
  const challenge = parameters.get('code_challenge');
  const givenMethod = parameters.get('code_challenge_method');
  if (challenge === undefined) {
    if (givenMethod === undefined && !isPkceRequired(policy, client))
      return { challenge: null, method: null };
    throw invalidRequest('code_challenge.missing', 'The code_challenge parameter is missing.');
  }
  const method = givenMethod ?? 'plain';
  if (method !== 'S256' && !(method === 'plain' && policy.allowPlainPkce === true))
    throw invalidRequest(
      'code_challenge_method.unsupported',
      'The server does not support this code_challenge_method. Use S256.',
    );
  if (!(method === 'S256' ? s256Pattern : verifierPattern).test(challenge))
    throw invalidRequest(
      'code_challenge.malformed',
      'The code_challenge does not have the length and characters of RFC 7636 section 4.2.',
    );
  return { challenge, method };
}

/**
 * Compares a `code_verifier` with the stored challenge. A damaged record, in which the challenge or
 * its method is missing instead of null, has no right verifier.
 *
 * @throws OAuthError `server_error` for a stored method that the server does not know
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.6
 */
export function verifyCodeVerifier(
  verifier: string | undefined,
  challenge: unknown,
  method: unknown,
): Awaitable<boolean> {
  if (challenge === null) return verifier === undefined && method === null;
  if (typeof challenge !== 'string' || typeof method !== 'string') return false;
  if (verifier === undefined || !verifierPattern.test(verifier)) return false;
  if (method === 'S256')
    return andThen(sha256(verifier), (digest) => timingSafeEqual(digest, challenge));
  if (method === 'plain') return timingSafeEqual(verifier, challenge);
  throw new OAuthError('server_error', { reason: 'code_challenge_method.unknown' });
}

function invalidRequest(reason: string, description: string): OAuthError {
  return new OAuthError('invalid_request', { reason, description });
}
