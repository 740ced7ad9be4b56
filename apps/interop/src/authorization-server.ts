import Database from 'libsql';
import { createServer, type Plugin, type Server } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { metadata } from '@oauth/endpoint-metadata';
import { revocation } from '@oauth/endpoint-revoke';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { migrate, sqliteStore } from '@oauth/store-sqlite';
import { jwtAccessTokens, keyRing } from '@oauth/token-jwt';
import { keyTable } from './key-table.js';
import { accessTokenLifetime, audience, client, introspectingClient } from './rotation/plan.js';

/** What differs between processes. */
export interface AuthorizationServerOptions {
  /** A SQLite file. */
  readonly database: string;
  readonly issuer: string;
  readonly tokens: 'jwt' | 'opaque';
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** The authorization server: all of its processes share a file with tokens and keys. */
export function authorizationServer(options: AuthorizationServerOptions): Server {
  const { issuer, tokens, clock } = options;
  const database = new Database(options.database);
  database.exec('PRAGMA busy_timeout = 5000');
  migrate(database);
  return createServer({
    issuer,
    clients: [client, introspectingClient],
    store: sqliteStore(database, { synchronous: 'normal' }),
    accessTokenLifetime,
    plugins: [
      clientCredentials(),
      introspection(),
      revocation(),
      metadata(),
      ...(tokens === 'jwt' ? [jwtPlugin(database)] : []),
    ],
    clock,
  });
}

function jwtPlugin(database: Database.Database): Plugin {
  const keys = keyRing({
    load: keyTable(database).read,
    retiredKeyLifetime: accessTokenLifetime,
  });
  return jwtAccessTokens({ keys, audience });
}
