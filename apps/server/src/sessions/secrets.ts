import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a browser holds: 256 random bits. */
export function newId(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a cookie's value can be one that {@link newId} made. */
export function isId(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text);
}

/**
 * Proves that a form came from a page which this server made for the browser that holds `id`, for
 * this purpose: only the server and the browser's cookie know the id.
 */
export function proofOf(id: string, purpose: string): string {
  return createHmac('sha256', id).update(purpose).digest('base64url');
}

/** Compares what a form brought with what {@link proofOf} gives. */
export function proves(id: string, purpose: string, given: string | undefined): boolean {
  const expected = Buffer.from(proofOf(id, purpose));
  const actual = Buffer.from(given ?? '');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
