const threeParts = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** What a part can end with that is not made of whole groups of four, by what is left over. */
const endings = ['', undefined, 'AQgw', 'AEIMQUYcgkosw048'];

/**
 * Whether a text is three parts of base64url, each in the one way to write it: jose on node 20 also
 * reads padding and bits that mean nothing, other texts for the same token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-2
 */
export function isCompactJwt(text: string): boolean {
  return threeParts.test(text) && text.split('.').every(isWrittenOneWay);
}

function isWrittenOneWay(part: string): boolean {
  const left = part.length % 4;
  return left === 0 || endings[left]?.includes(part.charAt(part.length - 1)) === true;
}
