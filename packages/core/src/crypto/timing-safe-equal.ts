/**
 * Compares in a time that depends on the length of the first text only. It makes no copies: the two
 * buffers that Node's function of this name takes cost more, as garbage, than the comparison.
 */
export function timingSafeEqual(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}
