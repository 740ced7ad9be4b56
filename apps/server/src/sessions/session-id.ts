import { randomBytes } from 'node:crypto';

/** Creates an id for a browser's cookie: 256 random bits. */
export function createSessionId(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a cookie's value has the form of {@link createSessionId}. */
export function isSessionId(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text);
}
