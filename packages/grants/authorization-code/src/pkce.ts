import { OAuthError, type Client } from '@oauth/core';
import { equal, sha256 } from '@oauth/core/crypto';

/** What an authorization request says of PKCE. */
export interface Challenge {
  readonly challenge: string | null;
  readonly method: string | null;
}

/** Which PKCE a server asks for. */
export interface PkcePolicy {
  /** Default: every client, confidential ones too (RFC 9700 section 2.1.1). */
  readonly requirePkce?: boolean | ((client: Client) => boolean) | undefined;
  /** Accepts the method `plain`, which protects nothing once the request is seen. Default: no. */
  readonly allowPlainPkce?: boolean | undefined;
}

const s256 = /^[A-Za-z0-9_-]{43}$/;
const unreserved = /^[A-Za-z0-9\-._~]{43,128}$/;

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
  const { requirePkce = true, allowPlainPkce = false } = policy;
  if (challenge === undefined) {
    const required = typeof requirePkce === 'function' ? requirePkce(client) : requirePkce;
    if (given !== undefined || required)
      throw refused('code_challenge.missing', 'Code challenge required.');
    return { challenge: null, method: null };
  }
  const method = given ?? 'plain';
  if (method !== 'S256' && !(method === 'plain' && allowPlainPkce))
    throw refused('code_challenge_method.unsupported', 'code_challenge_method must be S256.');
  if (!(method === 'S256' ? s256 : unreserved).test(challenge))
    throw refused('code_challenge.malformed', 'The code_challenge is malformed.');
  return { challenge, method };
}

/**
 * Whether the verifier answers what was stored with the code. A stored record that lacks either
 * member, as opposed to saying null, answers to nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.6
 */
export async function answers(
  verifier: string | undefined,
  challenge: unknown,
  method: unknown,
): Promise<boolean> {
  if (challenge === null) return verifier === undefined && method === null;
  if (typeof challenge !== 'string' || verifier === undefined) return false;
  if (!unreserved.test(verifier)) return false;
  return method === 'plain' ? equal(verifier, challenge) : matchesS256(verifier, challenge, method);
}

async function matchesS256(verifier: string, challenge: string, method: unknown): Promise<boolean> {
  return method === 'S256' && equal(await sha256(verifier), challenge);
}

function refused(reason: string, description: string): OAuthError {
  return new OAuthError('invalid_request', { reason, description });
}
