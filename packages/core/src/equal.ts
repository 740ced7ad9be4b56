/**
 * Compares in a time that depends on the first text's length only. It makes no copies: the two
 * buffers that `timingSafeEqual` wants cost Node more, as garbage, than the rest of a comparison.
 */
export function timingSafeEqual(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}
