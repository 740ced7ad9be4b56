/** An API that takes JWT access tokens, and asks nobody but for the public keys. */
import { authOf, protectedResource, requireOAuth } from '@oauth/resource';
import { byJwt } from '@oauth/resource/jwt';
import { inspect, parseArgs } from 'node:util';
import { fastClock, paceOptions, readPace } from './fast-clock.js';
import { listen } from './listen.js';
import { audience } from './rotation/plan.js';

const { values } = parseArgs({
  options: { issuer: { type: 'string', default: 'http://localhost:3000' }, ...paceOptions },
});
const { issuer } = values;

await listen(0, (url) => {
  const api = protectedResource({
    resource: url,
    audience,
    authorizationServers: [issuer],
    validate: byJwt({ issuer, jwksUri: `${issuer}/jwks` }),
    now: fastClock(readPace(values)),
    onEvent: ({ reason, cause }) => {
      if (cause instanceof Error) process.stderr.write(`API: ${reason}: ${inspect(cause)}\n`);
    },
  });
  const guard = requireOAuth(api, 'notes.read');
  return (request, response) => {
    void guard(request, response, () => response.end(authOf(request).clientId));
  };
});
