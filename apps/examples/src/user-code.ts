import type { Server, ServerContext, StoredRecord } from '@oauth/core';
import { sha256 } from '@oauth/core/plugin';

/** Letters that nobody takes for others, and that make no words (RFC 8628 section 6.1). */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

/** Eight random letters, as they are shown. */
export function newUserCode({ random }: ServerContext): string {
  const text = Array.from({ length: 8 }, () => letter(random(3))).join('');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** One of twenty letters from 24 bits: each comes as often as the others, to a millionth. */
function letter(text: string): string {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const value = Array.from(bytes).reduce((sum, byte) => sum * 256 + byte.charCodeAt(0), 0);
  return letters.charAt(value % letters.length);
}

/**
 * The id of a user code's record, which is a grant of its own. A digest, as of all that opens
 * something, and with the issuer in it: other servers may share the store.
 */
export function userCodeId({ issuer }: ServerContext, userCode: string): Promise<string> {
  const written = userCode.toUpperCase().replace(/[^A-Z]/g, '');
  return Promise.resolve(sha256(`${issuer} user code ${written}`));
}

/** The live record of a user code, for the page that asks whether this is the user's device. */
export async function findUserCode(
  { context }: Pick<Server, 'context'>,
  userCode: string,
): Promise<StoredRecord | undefined> {
  const record = await context.store.get(await userCodeId(context, userCode));
  return record !== undefined && record.expiresAt > context.now() ? record : undefined;
}
