/**
 * Decodes one urlencoded name or value; `undefined` where the encoding is broken or it holds NUL.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#appendix-B
 */
export function decodeFormComponent(text: string): string | undefined {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    const value = decodeURIComponent(spaced);
    return value.includes('\0') ? undefined : value;
  } catch {
    return undefined;
  }
}
