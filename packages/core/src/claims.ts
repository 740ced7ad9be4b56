import type { JsonObject } from './types.js';

/**
 * What resource servers have to hear of a grant's `details`: how the user signed in, who acts for the
 * user, without whom it would be the user, and the key that the token is bound to, without which it
 * would be anybody's.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-2.2.1
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-6
 * @see https://www.rfc-editor.org/rfc/rfc8693#section-4.1
 * @see https://www.rfc-editor.org/rfc/rfc7800#section-3
 */
export function propagatedClaims(details: JsonObject = {}): JsonObject {
  const { auth_time, acr, amr, act, cnf } = details;
  const all = Object.entries({ auth_time, acr, amr, act, cnf });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}
