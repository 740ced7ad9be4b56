import { isAbsolute, resolve } from 'node:path';

/** What a store URL names. */
export type StoreLocation =
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

/** A location, or what is wrong with the URL and what to write instead. */
export type StoreUrlResult = { readonly location: StoreLocation } | { readonly fault: string };

const parsers: ReadonlyMap<string, (url: string, folder: string) => StoreUrlResult> = new Map([
  ['memory', parseMemoryUrl],
  ['sqlite', parseSqliteUrl],
  ['postgres', parsePostgresUrl],
  ['postgresql', parsePostgresUrl],
  ['redis', parseRedisUrl],
  ['rediss', parseRedisUrl],
]);

/** Parses a store URL; a relative path is relative to `folder`. A fault repeats no password. */
export function parseStoreUrl(url: string, folder: string): StoreUrlResult {
  const scheme = url.slice(0, Math.max(0, url.indexOf(':')));
  const parse = parsers.get(scheme);
  if (parse !== undefined) return parse(url, folder);
  return { fault: 'must be memory:, sqlite:PATH, postgres://… or redis://…' };
}

function parseMemoryUrl(url: string): StoreUrlResult {
  if (url !== 'memory:') return { fault: 'must be just memory:' };
  return { location: { kind: 'memory' } };
}

function parseSqliteUrl(url: string, folder: string): StoreUrlResult {
  const path = url.slice('sqlite:'.length);
  if (path === '') return { fault: 'must name a file: sqlite:PATH' };
  if (path === ':memory:') return { fault: 'must be memory: to keep nothing' };
  // sqlite://a/b would name a host.
  if (/^\/\/[^/]/.test(path))
    return { fault: 'must be sqlite:PATH with a relative path, or sqlite:/PATH' };
  if (/[?#]/.test(path)) return { fault: 'must be sqlite:PATH, without ? and #' };
  return {
    location: { kind: 'sqlite', path: isAbsolute(path) ? resolve(path) : resolve(folder, path) },
  };
}

function parsePostgresUrl(url: string): StoreUrlResult {
  if (!/^\w+:\/\//.test(url) || !URL.canParse(url))
    return { fault: `must be postgres://user:password@host:port/database. ${escapingHint}` };
  return { location: { kind: 'postgres', url } };
}

function parseRedisUrl(url: string): StoreUrlResult {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || parsed.hostname === '')
    return { fault: `must be redis://user:password@host:port/number. ${escapingHint}` };
  const { searchParams } = parsed;
  const unknown = [...searchParams.keys()].find((name) => name !== 'prefix' && name !== 'cluster');
  if (unknown !== undefined)
    return { fault: `may have prefix and cluster after the ?, not ${unknown}` };
  const otherNodes = searchParams
    .get('cluster')
    ?.split(',')
    .filter((host) => host !== '');
  const prefix = searchParams.get('prefix') ?? undefined;
  parsed.search = '';
  const cluster = otherNodes && [parsed.href, ...otherNodes.map((host) => withHost(parsed, host))];
  if (cluster?.some((node) => node === ''))
    return { fault: 'must name nodes of a cluster as host:port: ?cluster=host:port,host:port' };
  if (cluster !== undefined && parsed.pathname.length > 1)
    return { fault: 'must have no database number: a cluster has one database' };
  return { location: { kind: 'redis', url: parsed.href, prefix, cluster } };
}

const escapingHint = 'Special characters in a password are written as %XX';

/** The URL with another host and port; empty if `host` is not a host and port. */
function withHost(url: URL, host: string): string {
  const other = `${url.protocol}//${host}`;
  if (!/^[^/@?#]+$/.test(host) || !URL.canParse(other)) return '';
  const { hostname, port } = new URL(other);
  return Object.assign(new URL(url), { hostname, port }).href;
}

/** Formats a location for people, without user and password. */
export function formatLocation(location: StoreLocation): string {
  if (location.kind === 'memory') return 'memory, until the server stops';
  if (location.kind === 'sqlite') return location.path;
  const { host, pathname, searchParams } = new URL(location.url);
  const socket = searchParams.get('host') ?? '';
  if (location.kind === 'postgres') return `PostgreSQL at ${host || socket}${pathname}`;
  return location.cluster ? `a Redis Cluster at ${host}` : `Redis at ${host}${pathname}`;
}
