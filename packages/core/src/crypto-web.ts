const utf8 = new TextEncoder();

/** Random bytes as base64url text. */
export function randomText(bytes: number): string {
  return encode(crypto.getRandomValues(new Uint8Array(bytes)));
}

/** SHA-256 of UTF-8 text, as base64url. */
export async function sha256(text: string): Promise<string> {
  return encode(await digest(text));
}

/** The UTF-8 text that base64 text carries. */
export function decodeBase64(text: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(decode(text));
}

/** AES-256-GCM under a key that only the secret yields: nonce, ciphertext with tag. */
export async function seal(secret: string, text: string): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyOf(secret, 'encrypt');
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce },
    key,
    utf8.encode(text),
  );
  return encode(nonce) + encode(new Uint8Array(sealed));
}

/** The sealed text, or `undefined` when the secret is another one. */
export async function unseal(secret: string, sealed: string): Promise<string | undefined> {
  try {
    const bytes = decode(sealed.replaceAll('-', '+').replaceAll('_', '/'));
    const key = await keyOf(secret, 'decrypt');
    const nonce = { name: 'AES-GCM', iv: bytes.subarray(0, 12) };
    return new TextDecoder().decode(await crypto.subtle.decrypt(nonce, key, bytes.subarray(12)));
  } catch {
    return undefined;
  }
}

async function keyOf(
  secret: string,
  use: 'encrypt' | 'decrypt',
): ReturnType<typeof crypto.subtle.importKey> {
  return crypto.subtle.importKey('raw', await digest(`seal ${secret}`), 'AES-GCM', false, [use]);
}

async function digest(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text)));
}

function encode(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));
}
