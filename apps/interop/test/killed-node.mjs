/** A node of an authorization server on a SQLite file, which a test kills. */
import { createServer as createHttpServer } from 'node:http';
import Database from 'libsql';
import { nodeHandler } from '@oauth/adapter-node';
import { createServer } from '@oauth/core';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
import { migrate, sqliteStore } from '@oauth/store-sqlite';

const [file, callback] = process.argv.slice(2);
const database = new Database(file);
migrate(database);
const server = createServer({
  issuer: 'https://auth.example',
  clients: [
    {
      client_id: 'app',
      token_endpoint_auth_method: 'none',
      redirect_uris: [callback],
      grant_types: ['authorization_code', 'refresh_token'],
    },
  ],
  store: sqliteStore(database, { synchronous: 'normal' }),
  plugins: [authorizationCode(), refresh()],
  authorize: () => ({ approve: { subject: 'alice' } }),
});
const http = createHttpServer(nodeHandler(server));
http.listen(0, '127.0.0.1', () => process.send(http.address().port));
