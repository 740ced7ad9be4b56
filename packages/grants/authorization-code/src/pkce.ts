import {
  andThen,
  type Awaitable,
  type Client,
  OAuthError,
  sha256,
  timingSafeEqual,
} from '@oauth/core/plugin';

/** What an authorization request says of PKCE. */
export interface Challenge {
  readonly challenge: string | null;
  readonly method: string | null;
}

/** Which PKCE a server asks for. */
export interface PkcePolicy {
  /**
   * Which clients have to use it. Default: all, confidential ones too. Public clients must (RFC 9700
   * section 2.1.1); `isPublic` of core lets off the others.
   */
  readonly requirePkce?: boolean | ((client: Client) => boolean) | undefined;
  /** Accepts the method `plain`, which protects nothing once the request is seen. Default: no. */
  readonly allowPlainPkce?: boolean | undefined;
}

const s256 = /^[A-Za-z0-9_-]{43}$/;
const unreserved = /^[A-Za-z0-9\-._~]{43,128}$/;

/** Whether a client has to use PKCE. */
export function isRequired({ requirePkce = true }: PkcePolicy, client: Client): boolean {
  return typeof requirePkce === 'function' ? requirePkce(client) : requirePkce;
}

/**
 * Reads `code_challenge` and `code_challenge_method`.
 *
 * @throws OAuthError `invalid_request`
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.3
 */
export function readChallenge(
  challenge: string | undefined,
  given: string | undefined,
  client: Client,
  policy: PkcePolicy,
): Challenge {
  if (challenge === undefined) {
    if (given !== undefined || isRequired(policy, client))
      throw refused('code_challenge.missing', 'Code challenge required.');
    return { challenge: null, method: null };
  }
  const method = given ?? 'plain';
  if (method !== 'S256' && !(method === 'plain' && policy.allowPlainPkce === true))
    throw refused('code_challenge_method.unsupported', 'code_challenge_method must be S256.');
  if (!(method === 'S256' ? s256 : unreserved).test(challenge))
    throw refused('code_challenge.malformed', 'The code_challenge is malformed.');
  return { challenge, method };
}

/**
 * Whether the verifier answers what was stored with the code. A stored record that lacks either
 * member, as opposed to saying null, answers to nothing.
 *
 * @throws OAuthError `server_error` for a stored method that this server does not know
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.6
 */
export function answers(
  verifier: string | undefined,
  challenge: unknown,
  method: unknown,
): Awaitable<boolean> {
  if (challenge === null) return verifier === undefined && method === null;
  if (typeof challenge !== 'string' || typeof method !== 'string') return false;
  if (verifier === undefined || !unreserved.test(verifier)) return false;
  if (method === 'S256')
    return andThen(sha256(verifier), (digest) => timingSafeEqual(digest, challenge));
  if (method === 'plain') return timingSafeEqual(verifier, challenge);
  throw new OAuthError('server_error', { reason: 'code_challenge_method.unknown' });
}

function refused(reason: string, description: string): OAuthError {
  return new OAuthError('invalid_request', { reason, description });
}
