/** An API, a process of its own, that judges access tokens in one of three ways. */
import { inspect, parseArgs } from 'node:util';
import {
  getAuth,
  byIntrospection,
  byStore,
  protectedResource,
  requireOAuth,
  type TokenValidator,
} from '@oauth/resource';
import { byJwt } from '@oauth/resource/jwt';
import { authorizationServer } from './authorization-server.js';
import { fastClock, paceOptions, readPace } from './fast-clock.js';
import { listen } from './listen.js';
import { audience, introspector } from './rotation/plan.js';

const { values } = parseArgs({
  options: {
    issuer: { type: 'string', default: 'http://localhost:3000' },
    /** `jwt`, `introspection` or `store`. */
    by: { type: 'string', default: 'jwt' },
    /** The file that tokens are in; needed by `store`. */
    database: { type: 'string', default: ':memory:' },
    ...paceOptions,
  },
});
const { issuer, by, database } = values;
const clock = fastClock(readPace(values));

/** The keys are all that the first needs of the server; the last needs the database alone. */
function validator(): TokenValidator {
  if (by === 'jwt') return byJwt({ issuer, jwksUri: `${issuer}/jwks` });
  if (by === 'store')
    return byStore(authorizationServer({ database, issuer, tokens: 'opaque', clock }));
  return byIntrospection({
    endpoint: `${issuer}/introspect`,
    clientId: introspector.client_id,
    clientSecret: introspector.client_secret,
    cacheLifetime: 0,
  });
}

await listen(0, (url) => {
  const api = protectedResource({
    resource: url,
    audience,
    authorizationServers: [issuer],
    validate: validator(),
    // Opaque tokens of this server are for its only API, and do not name it.
    allowMissingAudience: by !== 'jwt',
    clock,
    onEvent: ({ reason, cause }) => {
      if (cause instanceof Error) process.stderr.write(`API: ${reason}: ${inspect(cause)}\n`);
    },
  });
  const guard = requireOAuth(api, 'notes.read');
  return (request, response) => {
    void guard(request, response, () => response.end(getAuth(request).clientId));
  };
});
