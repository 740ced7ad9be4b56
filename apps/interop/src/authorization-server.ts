import Database from 'libsql';
import { createServer, type Plugin, type Server } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { metadata } from '@oauth/endpoint-metadata';
import { revocation } from '@oauth/endpoint-revoke';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { migrate, sqliteStore } from '@oauth/store-sqlite';
import { jwtAccessTokens, keyRing } from '@oauth/token-jwt';
import { keyTable } from './key-table.js';
import { audience, client, introspector, lifetime } from './rotation/plan.js';

/** What differs between processes. */
export interface Settings {
  /** A SQLite file. */
  readonly database: string;
  readonly issuer: string;
  /** `jwt` or `opaque`. */
  readonly tokens: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** The authorization server: tokens and keys are in a file that all of its processes share. */
export function authorizationServer({ database: file, issuer, tokens, clock }: Settings): Server {
  const database = new Database(file);
  database.exec('PRAGMA busy_timeout = 5000');
  migrate(database);
  return createServer({
    issuer,
    clients: [client, introspector],
    store: sqliteStore(database, { synchronous: 'normal' }),
    accessTokenLifetime: lifetime,
    plugins: [
      clientCredentials(),
      introspection(),
      revocation(),
      metadata(),
      ...(tokens === 'jwt' ? [signed(database)] : []),
    ],
    clock,
  });
}

function signed(database: Database.Database): Plugin {
  const ring = keyRing({ load: keyTable(database).read, retiredKeyLifetime: lifetime });
  return jwtAccessTokens({ keys: ring, audience });
}
