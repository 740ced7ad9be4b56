import type { OAuthError } from '../contract/errors.js';
import { scopeError } from './reasons.js';

/** One scope-token: printable ASCII without space, `"` and `\`. */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Whether the text is one scope-token. */
export function isScopeToken(text: string): boolean {
  return scopeToken.test(text);
}

/**
 * Parses a `scope` parameter; scopes that come twice count once.
 *
 * @throws OAuthError `invalid_scope` for characters or spacing outside the grammar
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3
 */
export function parseScope(text: string): readonly string[] {
  const scopes = text.split(' ');
  if (scopes.every(isScopeToken)) return [...new Set(scopes)];
  throw scopeError('scope.malformed');
}

/** Texts of lists that requests share, so that each token need not keep one of its own. */
const texts = new WeakMap<readonly string[], string>();

/** The scope list as the wire and the store carry it. */
export function formatScope(scope: readonly string[]): string {
  return texts.get(scope) ?? scope.join(' ');
}

/** Freezes a list that many requests will share, and keeps its text. */
export function shareScope(scope: readonly string[]): readonly string[] {
  texts.set(Object.freeze(scope), formatScope(scope));
  return scope;
}

/**
 * Returns the requested scopes if all of them are allowed.
 *
 * @param createError makes the error of a scope that is not; by default it is `scope.not_allowed`
 * @throws OAuthError `invalid_scope`
 */
export function assertScopeAllowed(
  requested: readonly string[],
  allowed: ReadonlySet<string>,
  createError: (scope: string) => OAuthError = forbidScope,
): readonly string[] {
  const scope = requested.find((one) => !allowed.has(one))?.slice(0, 100);
  if (scope === undefined) return requested;
  throw createError(scope);
}

function forbidScope(scope: string): OAuthError {
  return scopeError('scope.not_allowed', { values: { scope } });
}
