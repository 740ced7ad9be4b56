import { createHmac, timingSafeEqual } from 'node:crypto';

/** The form field that carries the token. */
export const csrfField = 'csrf_token';

/**
 * The CSRF tokens of a session, one for each purpose. Only the server and the browser's cookie know
 * the session's id, so another site cannot make a token.
 */
export interface CsrfTokens {
  create(purpose: string): string;
  verify(purpose: string, token: string | null | undefined): boolean;
}

/** The CSRF tokens of the session with this id. */
export function csrfTokens(sessionId: string): CsrfTokens {
  const create = (purpose: string): string =>
    createHmac('sha256', sessionId).update(purpose).digest('base64url');
  return {
    create,
    verify(purpose, token) {
      const expected = Buffer.from(create(purpose));
      const actual = Buffer.from(token ?? '');
      return actual.length === expected.length && timingSafeEqual(actual, expected);
    },
  };
}
