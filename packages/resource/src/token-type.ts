import { isJsonObject, type JsonValue } from '@oauth/core/plugin';

/**
 * Whether the API knows how a token of this type has to be presented. A token of another type than
 * Bearer is bound to a key, and only the member `cnf` says to which.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-7.1
 */
export function isKnownTokenType(tokenType: string, cnf: JsonValue | undefined): boolean {
  return tokenType.toLowerCase() === 'bearer' || isJsonObject(cnf);
}
