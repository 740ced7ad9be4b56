/** The parameters that bind a code to the client that asked for it (RFC 7636). */
export interface PkcePair {
  /** For the token request. */
  readonly code_verifier: string;
  /** For the authorization request. */
  readonly code_challenge: string;
  readonly code_challenge_method: 'S256';
}

/**
 * Makes a code challenge.
 *
 * @param code_verifier default: the example of RFC 7636 appendix B
 * @see https://www.rfc-editor.org/rfc/rfc7636#appendix-B
 */
export async function pkcePair(
  code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
): Promise<PkcePair> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code_verifier));
  const text = btoa(String.fromCharCode(...new Uint8Array(digest)));
  const code_challenge = text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return { code_verifier, code_challenge, code_challenge_method: 'S256' };
}
