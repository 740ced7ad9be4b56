import schema from '../../config/schema.json' with { type: 'json' };
import type { Fault } from './faults.js';
import { entriesOf, memberOf, type Path } from './path.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * A configuration without what the schema refuses, and with something in the place of what it then
 * lacks, so that a fault hides no other. Faults of what stands in are dropped by {@link causedBy}.
 */
export function withStandIns(value: unknown, faults: readonly Fault[]): Members {
  const kept = membersOf(without(value, faults));
  const isAtFault = (name: string): boolean => faults.some(({ path }) => path[0] === name);
  return {
    issuer: 'https://stand-in.example',
    clients: [],
    ...kept,
    ...(isAtFault('plugins') && { plugins: everyPlugin }),
    ...(isAtFault('scopes') && { scopes: { ...membersOf(kept['scopes']), ...askedFor(kept) } }),
    ...withNames(kept, 'clients', 'client_id'),
    ...withNames(kept, 'users', 'username'),
  };
}

/** Whether a fault is there only because of another. */
export function causedBy(faults: readonly Fault[], { path }: Fault): boolean {
  // Whether anybody has to sign in depends on the plugins.
  const byPlugins = path.length === 1 && path[0] === 'users';
  return faults.some(
    (other) =>
      (byPlugins && other.path[0] === 'plugins') ||
      other.path.every((step, index) => step === path[index]),
  );
}

const everyPlugin = Object.fromEntries(
  Object.keys(schema.properties.plugins.properties).map((name) => [name, true]),
);

/** The scopes that clients name. */
function askedFor({ clients }: Members): Members {
  const names = entriesOf(clients)
    .map(([, client]) => memberOf(client, 'scope'))
    .flatMap((scope) => (typeof scope === 'string' ? scope.split(' ') : []));
  return Object.fromEntries(['stand-in', ...names].map((name) => [name, 'A scope.']));
}

/** A list whose items all have a name, which nothing in another list has. */
function withNames(kept: Members, list: string, name: string): Members {
  const items = kept[list];
  if (!Array.isArray(items)) return {};
  return {
    [list]: items.map((item, index) => ({
      [name]: `stand-in-${list}-${index}`,
      ...membersOf(item),
    })),
  };
}

/** The members of what is at fault go; an item of a list leaves its place empty. */
function without(value: unknown, faults: readonly Fault[], path: Path = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const isFault = (step: string | number): boolean => {
    const inside = [...path, step].join('/');
    return faults.some((fault) => fault.path.join('/') === inside);
  };
  if (Array.isArray(value))
    return value.map((item, index) =>
      isFault(index) ? {} : without(item, faults, [...path, index]),
    );
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !isFault(name))
      .map(([name, member]) => [name, without(member, faults, [...path, name])]),
  );
}

function membersOf(value: unknown): Members {
  return Object.fromEntries(Array.isArray(value) ? [] : entriesOf(value));
}
