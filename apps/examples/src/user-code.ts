import {
  documents,
  type Documents,
  type JsonObject,
  type RandomSource,
  type ServerContext,
} from '@oauth/core/plugin';

/** Letters that users do not mix up and that make no words (RFC 8628 section 6.1). */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

/** Eight random letters, as the device shows them. */
export function createUserCode(random: RandomSource): string {
  const text = Array.from({ length: 8 }, () => pickLetter(random(3))).join('');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** One of twenty letters from 24 bits: each comes as often as the others, to a millionth. */
function pickLetter(base64url: string): string {
  const bytes = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  const value = Array.from(bytes).reduce((sum, byte) => sum * 256 + byte.charCodeAt(0), 0);
  return letters.charAt(value % letters.length);
}

/** The letters of a user code, however the user has typed them. */
export function normalizeUserCode(userCode: string): string {
  return userCode.toUpperCase().replace(/[^A-Z]/g, '');
}

/** What a user code stands for. */
export interface UserCodeDocument extends JsonObject {
  /** The id of the device code's record. */
  readonly deviceCodeId: string;
}

/** User codes by their letters. The store keeps digests of them, and they expire like device codes. */
export function userCodes(server: ServerContext): Documents<UserCodeDocument> {
  return documents(server, 'device-authorization:user-code', isUserCode);
}

function isUserCode(data: JsonObject): data is UserCodeDocument {
  return typeof data['deviceCodeId'] === 'string';
}
