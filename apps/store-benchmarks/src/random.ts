import { randomBytes } from 'node:crypto';

/** Random bytes as base64url. */
export function createRandomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
