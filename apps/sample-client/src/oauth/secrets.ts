import { createHash, randomBytes } from 'node:crypto';

/** 256 bits that nobody can guess, in 43 characters: for `state` and for code verifiers. */
export function randomText(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What a code verifier is shown as before it is shown itself.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.2
 */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
