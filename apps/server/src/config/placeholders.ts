import schema from '../../config/schema.json' with { type: 'json' };
import type { Fault } from './faults.js';
import { getEntries, getMember, type Path } from './path.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * Leaves out what the schema refuses and puts placeholders where something required is then missing,
 * so that the later checks can run and one fault hides no other. {@link isConsequence} recognizes
 * faults of the placeholders.
 */
export function fillPlaceholders(value: unknown, faults: readonly Fault[]): Members {
  const usable = toRecord(omitFaulty(value, faults));
  const isFaulty = (name: string): boolean => faults.some(({ path }) => path[0] === name);
  return {
    issuer: 'https://placeholder.example',
    clients: [],
    ...usable,
    ...(isFaulty('plugins') && { plugins: allPlugins }),
    ...(isFaulty('scopes') && {
      scopes: { ...toRecord(usable['scopes']), ...collectClientScopes(usable) },
    }),
    ...fillNames(usable, 'clients', 'client_id'),
    ...fillNames(usable, 'users', 'username'),
  };
}

/** Whether a fault is there only because of one of the others. */
export function isConsequence(faults: readonly Fault[], { path }: Fault): boolean {
  // An empty list of users is a fault only with some plugins.
  const dependsOnPlugins = path.length === 1 && path[0] === 'users';
  return faults.some(
    (other) =>
      (dependsOnPlugins && other.path[0] === 'plugins') ||
      other.path.every((step, index) => step === path[index]),
  );
}

const allPlugins = Object.fromEntries(
  Object.keys(schema.properties.plugins.properties).map((name) => [name, true]),
);

function collectClientScopes({ clients }: Members): Members {
  const names = getEntries(clients)
    .map(([, client]) => getMember(client, 'scope'))
    .flatMap((scope) => (typeof scope === 'string' ? scope.split(' ') : []));
  return Object.fromEntries(['placeholder', ...names].map((name) => [name, 'A scope.']));
}

/** Gives each item of a list a name that no other item has. */
function fillNames(usable: Members, list: string, name: string): Members {
  const items = usable[list];
  if (!Array.isArray(items)) return {};
  return {
    [list]: items.map((item, index) => ({
      [name]: `placeholder-${list}-${index}`,
      ...toRecord(item),
    })),
  };
}

/** Leaves out faulty members. A faulty item of a list becomes empty, so that indexes stay. */
function omitFaulty(value: unknown, faults: readonly Fault[], path: Path = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const isFaulty = (step: string | number): boolean => {
    const place = [...path, step].join('/');
    return faults.some((fault) => fault.path.join('/') === place);
  };
  if (Array.isArray(value))
    return value.map((item, index) =>
      isFaulty(index) ? {} : omitFaulty(item, faults, [...path, index]),
    );
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !isFaulty(name))
      .map(([name, member]) => [name, omitFaulty(member, faults, [...path, name])]),
  );
}

function toRecord(value: unknown): Members {
  return Object.fromEntries(Array.isArray(value) ? [] : getEntries(value));
}
