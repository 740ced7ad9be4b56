/**
 * One node of an authorization server: tokens and keys are in a SQLite file that all nodes share.
 */
import { nodeHandler } from '@oauth/adapter-node';
import { createServer, type Plugin } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { metadata } from '@oauth/endpoint-metadata';
import { revocation } from '@oauth/endpoint-revoke';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { migrate, sqliteStore } from '@oauth/store-sqlite';
import { jwtAccessTokens, keyRing } from '@oauth/token-jwt';
import Database from 'libsql';
import { parseArgs } from 'node:util';
import { fastClock, paceOptions, readPace } from './fast-clock.js';
import { keyTable } from './key-table.js';
import { listen } from './listen.js';
import { audience, client, introspector, lifetime } from './rotation/plan.js';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: ':memory:' },
    /** Default: where it listens. */
    issuer: { type: 'string' },
    port: { type: 'string', default: '0' },
    /** `jwt` or `opaque`. */
    tokens: { type: 'string', default: 'jwt' },
    ...paceOptions,
  },
});
const now = fastClock(readPace(values));
const database = new Database(values.database);
database.exec('PRAGMA busy_timeout = 5000');
migrate(database);
const keys = keyTable(database);

function signed(): readonly Plugin[] {
  if (values.tokens === 'opaque') return [];
  const ring = keyRing({ load: keys.read, keepFor: lifetime });
  return [jwtAccessTokens({ keys: ring, audience })];
}

await listen(Number(values.port), (url) =>
  nodeHandler(
    createServer({
      issuer: values.issuer ?? url,
      clients: [client, introspector],
      store: sqliteStore(database, { synchronous: 'normal' }),
      accessTokenLifetime: lifetime,
      plugins: [clientCredentials(), introspection(), revocation(), metadata(), ...signed()],
      now,
    }),
  ),
);
