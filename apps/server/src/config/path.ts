/** The way to a value inside the configuration file. */
export type Path = readonly (string | number)[];

/** `clients[0].scope`, `scopes["notes.read"]`. */
export function formatPath(path: Path): string {
  const text = path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[A-Za-z_$][\w$-]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join('');
  return text.startsWith('.') ? text.slice(1) : text;
}

/** Reads what {@link formatPath} writes; core's faults name their place this way too. */
export function parsePath(text: string): Path {
  return Array.from(
    text.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g),
    ([, index, quoted, name]) =>
      index === undefined ? (name ?? quoted?.replace(/\\(.)/g, '$1') ?? '') : Number(index),
  );
}

/** A JSON pointer's steps; whether one is an index depends on what it points into. */
export function pointerPath(root: unknown, pointer: string): Path {
  let value = root;
  return pointer
    .split('/')
    .slice(1)
    .map((step) => {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      const isList = Array.isArray(value);
      value = memberOf(value, name);
      return isList ? Number(name) : name;
    });
}

/** A member of an object or a list, if it has it itself. */
export function memberOf(value: unknown, name: string | number): unknown {
  return entriesOf(value).find(([key]) => key === String(name))?.[1];
}

/** The members of an object or a list; whatever else has none. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
