/** The steps to a value inside the configuration file: member names and list indexes. */
export type Path = readonly (string | number)[];

/** Formats a path as `clients[0].scope` or `scopes["notes.read"]`. */
export function formatPath(path: Path): string {
  const text = path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[A-Za-z_$][\w$-]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join('');
  return text.startsWith('.') ? text.slice(1) : text;
}

/** Parses the format of {@link formatPath}, which core's configuration faults use as well. */
export function parsePath(text: string): Path {
  return Array.from(
    text.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g),
    ([, index, quoted, name]) =>
      index === undefined ? (name ?? quoted?.replace(/\\(.)/g, '$1') ?? '') : Number(index),
  );
}

/**
 * Parses a JSON pointer into `root`. A pointer does not tell indexes from member names: a step into
 * a list is an index.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export function parsePointer(root: unknown, pointer: string): Path {
  let value = root;
  return pointer
    .split('/')
    .slice(1)
    .map((step) => {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      const isIndex = Array.isArray(value);
      value = getMember(value, name);
      return isIndex ? Number(name) : name;
    });
}

/** An own member of an object or a list; `undefined` if there is none. */
export function getMember(value: unknown, name: string | number): unknown {
  return getEntries(value).find(([key]) => key === String(name))?.[1];
}

/** The own members of an object or a list; none for other values. */
export function getEntries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
