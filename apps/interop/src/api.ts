/** An API as a process of its own, which validates access tokens in one of three ways. */
import { inspect, parseArgs } from 'node:util';
import { readChoice } from '@oauth/app-kit/command-line';
import {
  byIntrospection,
  byStore,
  getAuth,
  protectedResource,
  requireOAuth,
  type TokenValidator,
} from '@oauth/resource';
import { byJwt } from '@oauth/resource/jwt';
import { authorizationServer } from './authorization-server.js';
import { fastClock, paceOptions, parsePace } from './fast-clock.js';
import { audience, introspectingClient } from './rotation/plan.js';
import { serveUntilIdle } from './serve-until-idle.js';

const { values } = parseArgs({
  options: {
    issuer: { type: 'string', default: 'http://localhost:3000' },
    by: { type: 'string', default: 'jwt' },
    /** The SQLite file with the tokens; for `--by store`. */
    database: { type: 'string', default: ':memory:' },
    ...paceOptions,
  },
});
const { issuer, database } = values;
const by = readChoice('--by', values.by, ['jwt', 'introspection', 'store']);
const clock = fastClock(parsePace(values));

/** `jwt` needs the server's keys and nothing else of it, `store` needs the database alone. */
function tokenValidator(): TokenValidator {
  if (by === 'jwt') return byJwt({ issuer, jwksUri: `${issuer}/jwks` });
  if (by === 'store')
    return byStore(authorizationServer({ database, issuer, tokens: 'opaque', clock }));
  return byIntrospection({
    endpoint: `${issuer}/introspect`,
    clientId: introspectingClient.client_id,
    clientSecret: introspectingClient.client_secret,
    cacheLifetime: 0,
  });
}

await serveUntilIdle(0, (url) => {
  const api = protectedResource({
    resource: url,
    audience,
    authorizationServers: [issuer],
    validate: tokenValidator(),
    // Opaque tokens of this server name no audience: this is its only API.
    allowMissingAudience: by !== 'jwt',
    clock,
    onEvent: ({ reason, cause }) => {
      if (cause instanceof Error) process.stderr.write(`API: ${reason}: ${inspect(cause)}\n`);
    },
  });
  const middleware = requireOAuth(api, 'notes.read');
  return (request, response) => {
    void middleware(request, response, () => response.end(getAuth(request).clientId));
  };
});
