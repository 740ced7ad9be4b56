import { createCipheriv, createDecipheriv, hash, randomFillSync } from 'node:crypto';

// Filling a pool costs a thirtieth of asking the system for each token.
const pool = Buffer.alloc(8192);
// A buffer for each text costs ten times what decoding it does, most of it later, as garbage.
const scratch = Buffer.alloc(1024);
let used = pool.length;

/**
 * Reserves random bytes of the pool and returns where they begin. They end at `used`.
 *
 * @throws RangeError
 */
function reserveRandomBytes(bytes: number): number {
  if (!(bytes > 0 && bytes <= 8192 && bytes % 1 === 0))
    throw new RangeError('random takes 1 to 8192 bytes');
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return used - bytes;
}

/** Random bytes as base64url text. */
export function randomText(bytes: number): string {
  const from = reserveRandomBytes(bytes);
  const text = pool.toString('base64url', from, used);
  pool.fill(0, from, used);
  return text;
}

/** SHA-256 of UTF-8 text, as base64url. */
export function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** The UTF-8 text that base64 text carries. */
export function decodeBase64(text: string): string {
  if (text.length > scratch.length) return Buffer.from(text, 'base64').toString();
  const length = scratch.write(text, 'base64');
  const decoded = scratch.toString('utf8', 0, length);
  scratch.fill(0, 0, length);
  return decoded;
}

function deriveKey(secret: string): Buffer {
  return hash('sha256', `seal ${secret}`, 'buffer');
}

/** Encrypts with AES-256-GCM under a key derived from the secret: nonce, ciphertext, tag. */
export function encrypt(secret: string, text: string): string {
  const from = reserveRandomBytes(12);
  const nonce = pool.subarray(from, used);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(secret), nonce);
  const encrypted = [cipher.update(text, 'utf8'), cipher.final()];
  return Buffer.concat([nonce, ...encrypted, cipher.getAuthTag()]).toString('base64url');
}

/** Decrypts what {@link encrypt} made; `undefined` when the secret is another one. */
export function decrypt(secret: string, encrypted: string): string | undefined {
  const bytes = Buffer.from(encrypted, 'base64url');
  if (bytes.length < 28) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(secret), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
