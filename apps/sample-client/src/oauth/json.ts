/** The members of a JSON object; `undefined` if the text is none. */
export function readObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(Object.entries(value));
  } catch {
    return undefined;
  }
}

/** A member that is a text. */
export function textOf(
  object: Readonly<Record<string, unknown>>,
  name: string,
): string | undefined {
  const value = object[name];
  return typeof value === 'string' ? value : undefined;
}

/** A member that is a list of texts; an empty one if it is anything else. */
export function listOf(object: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = object[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
