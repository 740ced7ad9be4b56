import { isJsonObject, type JsonValue } from '@oauth/core/plugin';

/**
 * Whether the API may know how a token of this type has to be presented. A token of another type than
 * Bearer is bound to a key, and only the member `cnf` says to which. Whether the type fits the sender
 * constraint that `cnf` selects, `verifySender` verifies.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-7.1
 */
export function canBeAccessTokenType(tokenType: string, cnf: JsonValue | undefined): boolean {
  return isBearerType(tokenType) || isJsonObject(cnf);
}

/** `undefined` for Bearer: the member `tokenType` of what a token says. */
export function omitBearerType(tokenType: string): string | undefined {
  return isBearerType(tokenType) ? undefined : tokenType;
}

/** Types are compared without regard to case (RFC 6749 section 5.1). */
function isBearerType(tokenType: string): boolean {
  return tokenType.toLowerCase() === 'bearer';
}
