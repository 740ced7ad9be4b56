import {
  andThen,
  sha256,
  timingSafeEqual,
  type AuthorizationRequest,
  type Awaitable,
  type Client,
} from '@oauth/core/plugin';
import type { PkcePolicy } from './options.js';
import { challengeError, codeError } from './reasons.js';
/** The PKCE parameters of an authorization request, both null where it has none. */
export interface CodeChallenge {
  readonly challenge: string | null;
  readonly method: string | null;
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
    throw challengeError('code_challenge.missing');
  }
  const method = givenMethod ?? 'plain';
  if (method !== 'S256' && !(method === 'plain' && policy.allowPlainPkce === true))
    throw challengeError('code_challenge_method.unsupported');
  if (!(method === 'S256' ? s256Pattern : verifierPattern).test(challenge))
    throw challengeError('code_challenge.malformed');
  return { challenge, method };
}

/**
 * Compares a `code_verifier` with the stored challenge. Without a stored challenge (null) only a missing
 * verifier is right; for a damaged record, in which challenge or method are missing, none is.
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
  throw codeError('code_challenge_method.unknown');
}
