const threeParts = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * The last characters that base64url can have, by length modulo 4. The others carry bits that
 * decoders ignore; no text has a remainder of 1.
 */
const lastCharacters = ['', undefined, 'AQgw', 'AEIMQUYcgkosw048'];

/**
 * Whether a text is three parts of canonical base64url. On Node 20 jose also decodes padding and
 * ignored bits, so several texts would pass for one token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-2
 */
export function isCompactJwt(text: string): boolean {
  return threeParts.test(text) && text.split('.').every(isCanonicalBase64url);
}

function isCanonicalBase64url(part: string): boolean {
  const remainder = part.length % 4;
  const last = part.charAt(part.length - 1);
  return remainder === 0 || lastCharacters[remainder]?.includes(last) === true;
}
