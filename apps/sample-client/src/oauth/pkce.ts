import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in 43 characters: for `state`, code verifiers and session ids. */
export function createRandomText(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The S256 challenge of a code verifier.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.2
 */
export function calculateCodeChallenge(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('base64url');
}
