import { isAbsolute, resolve } from 'node:path';

/** Where everything is kept, as a store URL says it. */
export type Location =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string }
  | {
      readonly kind: 'redis';
      readonly url: string;
      /** Begins every key. */
      readonly prefix: string | undefined;
      /** URLs of some nodes of a cluster; `undefined` for a single server. */
      readonly cluster: readonly string[] | undefined;
    };

/** A location, or what is wrong with its URL and what to write instead. */
export type LocationResult = { readonly location: Location } | { readonly fault: string };

const kinds: Readonly<Record<string, (url: string, folder: string) => LocationResult>> = {
  memory: (url) =>
    url === 'memory:' ? { location: { kind: 'memory' } } : { fault: 'must be just memory:' },
  sqlite: readSqlite,
  postgres: readPostgres,
  postgresql: readPostgres,
  redis: readRedis,
  rediss: readRedis,
};

/** Reads a store URL; a relative path in it is relative to `folder`. It repeats no password. */
export function readLocation(url: string, folder: string): LocationResult {
  const scheme = url.slice(0, Math.max(0, url.indexOf(':')));
  const read = Object.entries(kinds).find(([known]) => known === scheme)?.[1];
  return read === undefined
    ? { fault: 'must be memory:, sqlite:PATH, postgres://… or redis://…' }
    : read(url, folder);
}

function readSqlite(url: string, folder: string): LocationResult {
  const path = url.slice('sqlite:'.length);
  if (path === '') return { fault: 'must name a file: sqlite:PATH' };
  if (path === ':memory:') return { fault: 'must be memory: to keep nothing' };
  // With two slashes the first step of the path would be a host.
  if (/^\/\/[^/]/.test(path))
    return { fault: 'must be sqlite:PATH with a relative path, or sqlite:/PATH' };
  if (/[?#]/.test(path)) return { fault: 'must be sqlite:PATH, without ? and #' };
  return {
    location: { kind: 'sqlite', path: isAbsolute(path) ? resolve(path) : resolve(folder, path) },
  };
}

function readPostgres(url: string): LocationResult {
  if (!/^\w+:\/\//.test(url) || !URL.canParse(url))
    return { fault: `must be postgres://user:password@host:port/database. ${escaping}` };
  return { location: { kind: 'postgres', url } };
}

function readRedis(url: string): LocationResult {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || parsed.hostname === '')
    return { fault: `must be redis://user:password@host:port/number. ${escaping}` };
  const { searchParams } = parsed;
  const unknown = [...searchParams.keys()].find((name) => name !== 'prefix' && name !== 'cluster');
  if (unknown !== undefined)
    return { fault: `may say prefix and cluster after the ?, not ${unknown}` };
  const others = searchParams
    .get('cluster')
    ?.split(',')
    .filter((host) => host !== '');
  const prefix = searchParams.get('prefix') ?? undefined;
  parsed.search = '';
  const cluster = others && [parsed.href, ...others.map((host) => atHost(parsed, host))];
  if (cluster?.some((node) => node === ''))
    return { fault: 'must name nodes of a cluster as host:port: ?cluster=host:port,host:port' };
  if (cluster !== undefined && parsed.pathname.length > 1)
    return { fault: 'must have no database number: a cluster has one database' };
  return { location: { kind: 'redis', url: parsed.href, prefix, cluster } };
}

const escaping = 'Special characters in a password are written as %XX';

/** The URL at another host and port; empty if there is none such. */
function atHost(url: URL, host: string): string {
  const other = `${url.protocol}//${host}`;
  if (!/^[^/@?#]+$/.test(host) || !URL.canParse(other)) return '';
  const { hostname, port } = new URL(other);
  return Object.assign(new URL(url), { hostname, port }).href;
}

/** For people: where it is, without user and password. */
export function describeLocation(location: Location): string {
  if (location.kind === 'memory') return 'memory, until the server stops';
  if (location.kind === 'sqlite') return location.path;
  const { host, pathname, searchParams } = new URL(location.url);
  const socket = searchParams.get('host') ?? '';
  if (location.kind === 'postgres') return `PostgreSQL at ${host || socket}${pathname}`;
  return location.cluster ? `a Redis Cluster at ${host}` : `Redis at ${host}${pathname}`;
}
