const utf8 = new TextEncoder();

/** Random bytes as base64url text. */
export function randomText(bytes: number): string {
  return encodeBase64url(crypto.getRandomValues(new Uint8Array(bytes)));
}

/** SHA-256 of UTF-8 text, as base64url. */
export async function sha256(text: string): Promise<string> {
  return encodeBase64url(await digestBytes(text));
}

/** The UTF-8 text that base64 text carries. */
export function decodeBase64(text: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(decodeBase64Bytes(text));
}

/** Encrypts with AES-256-GCM under a key derived from the secret: nonce, ciphertext with tag. */
export async function encrypt(secret: string, text: string): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const key = await deriveKey(secret, 'encrypt');
  const encrypted = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce },
    key,
    utf8.encode(text),
  );
  return encodeBase64url(nonce) + encodeBase64url(new Uint8Array(encrypted));
}

/** Decrypts what {@link encrypt} made; `undefined` when the secret is another one. */
export async function decrypt(secret: string, encrypted: string): Promise<string | undefined> {
  try {
    const bytes = decodeBase64Bytes(encrypted.replaceAll('-', '+').replaceAll('_', '/'));
    const key = await deriveKey(secret, 'decrypt');
    const nonce = { name: 'AES-GCM', iv: bytes.subarray(0, 12) };
    return new TextDecoder().decode(await crypto.subtle.decrypt(nonce, key, bytes.subarray(12)));
  } catch {
    return undefined;
  }
}

async function deriveKey(
  secret: string,
  use: 'encrypt' | 'decrypt',
): ReturnType<typeof crypto.subtle.importKey> {
  return crypto.subtle.importKey('raw', await digestBytes(`seal ${secret}`), 'AES-GCM', false, [
    use,
  ]);
}

async function digestBytes(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text)));
}

function encodeBase64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decodeBase64Bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));
}
