/** The members of a JSON object, of which nothing is known yet. */
export type JsonMembers = Readonly<Record<string, unknown>>;

/** The members of the JSON object that a text holds; `undefined` if it holds none. */
export function parseJsonObject(text: string): JsonMembers | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(Object.entries(value));
  } catch {
    return undefined;
  }
}

/** A member that is a text; `undefined` if it is missing or anything else. */
export function findText(members: JsonMembers, name: string): string | undefined {
  const value = members[name];
  return typeof value === 'string' ? value : undefined;
}

/**
 * A member that has to be a text.
 *
 * @throws TypeError with all members, for a test's report
 */
export function getText(members: JsonMembers, name: string): string {
  const text = findText(members, name);
  if (text !== undefined) return text;
  throw new TypeError(`There is no text ${name} in ${JSON.stringify(members)}.`);
}

/** The texts of a member that is a list; empty if it is anything else. */
export function getTexts(members: JsonMembers, name: string): readonly string[] {
  const value = members[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
