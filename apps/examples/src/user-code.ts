import {
  documents,
  type Documents,
  type JsonObject,
  type RandomSource,
  type ServerContext,
} from '@oauth/core/plugin';
import { createRandomNumber } from './random-number.js';

/** Letters that users do not mix up and that make no words (RFC 8628 section 6.1). */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

/** Eight random letters, as the device shows them. */
export function createUserCode(random: RandomSource): string {
  // Of 24 bits, so that each letter comes as often as the others, to a millionth.
  const pickLetter = (): string => letters.charAt(createRandomNumber(random, 3) % letters.length);
  const text = Array.from({ length: 8 }, pickLetter).join('');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
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
