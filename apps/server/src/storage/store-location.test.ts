import { expect, it } from 'vitest';
import { formatLocation, parseStoreUrl, type StoreLocation } from './store-location.js';

const postgres = 'postgres://oauth:hunter2@db.example:5432/oauth';

it.each<[string, StoreLocation, string]>([
  ['memory:', { kind: 'memory' }, 'memory, until the server stops'],
  ['sqlite:oauth.db', { kind: 'sqlite', path: '/etc/oauth/oauth.db' }, '/etc/oauth/oauth.db'],
  ['sqlite:../o.db', { kind: 'sqlite', path: '/etc/o.db' }, '/etc/o.db'],
  ['sqlite:/var/o.db', { kind: 'sqlite', path: '/var/o.db' }, '/var/o.db'],
  ['sqlite:///var/o.db', { kind: 'sqlite', path: '/var/o.db' }, '/var/o.db'],
  [postgres, { kind: 'postgres', url: postgres }, 'PostgreSQL at db.example:5432/oauth'],
  [
    'postgresql:///oauth?host=/run/postgresql',
    { kind: 'postgres', url: 'postgresql:///oauth?host=/run/postgresql' },
    'PostgreSQL at /run/postgresql/oauth',
  ],
  [
    'rediss://:hunter2@kv.example:6380/2?prefix=as:',
    {
      kind: 'redis',
      url: 'rediss://:hunter2@kv.example:6380/2',
      prefix: 'as:',
      cluster: undefined,
    },
    'Redis at kv.example:6380/2',
  ],
  [
    'redis://u:hunter2@a.example:7000?cluster=b.example:7001,c.example:7002',
    {
      kind: 'redis',
      url: 'redis://u:hunter2@a.example:7000',
      prefix: undefined,
      cluster: [
        'redis://u:hunter2@a.example:7000',
        'redis://u:hunter2@b.example:7001',
        'redis://u:hunter2@c.example:7002',
      ],
    },
    'a Redis Cluster at a.example:7000',
  ],
])('the store URL %s names a location, shown without its password', (url, location, described) => {
  expect(parseStoreUrl(url, '/etc/oauth')).toEqual({ location });
  expect(formatLocation(location)).toBe(described);
});

it.each([
  ['', 'must be memory:, sqlite:PATH, postgres://… or redis://…'],
  ['mysql://x', 'must be memory:, sqlite:PATH, postgres://… or redis://…'],
  ['__proto__:', 'must be memory:, sqlite:PATH, postgres://… or redis://…'],
  ['memory://x', 'must be just memory:'],
  ['sqlite:', 'must name a file'],
  ['sqlite::memory:', 'must be memory:'],
  ['sqlite://oauth.db', 'must be sqlite:PATH with a relative path'],
  ['sqlite:oauth.db?mode=ro', 'without ? and #'],
  ['postgres:oauth', 'must be postgres://user:password@host:port/database'],
  ['postgres://u:hunter2/#@db/oauth', 'Special characters in a password are written as %XX'],
  ['redis:6379', 'must be redis://user:password@host:port/number'],
  ['redis://kv?db=1', 'may have prefix and cluster after the ?, not db'],
  ['redis://kv?cluster=a@b', 'must name nodes of a cluster as host:port'],
  ['redis://kv/1?cluster', 'must have no database number'],
])('the store URL %j is refused with what to write instead', (url, fault) => {
  const result = parseStoreUrl(url, '/etc/oauth');
  const message = 'fault' in result ? result.fault : expect.fail();
  expect(message).toContain(fault);
  expect(message).not.toContain('hunter2');
});
