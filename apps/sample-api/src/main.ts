import { byIntrospection } from '@oauth/resource';
import { byJwt } from '@oauth/resource/jwt';
import { sampleApi } from './api.js';
import { readOptions, usage } from './options.js';
import { serve } from './serve.js';

const options = readOptions(process.argv.slice(2));
if (options === undefined) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  const { issuer, audience } = options;
  process.exitCode = await serve('sample API', options.port, (url) =>
    sampleApi({
      resource: url,
      authorizationServers: [issuer],
      ...(options.tokens === 'jwt'
        ? { audience, validate: byJwt({ issuer, jwksUri: `${issuer}/jwks` }) }
        : {
            // The demo server's tokens are for its only API, and do not name it.
            allowMissingAudience: true,
            validate: byIntrospection({
              endpoint: `${issuer}/introspect`,
              clientId: 'demo-api',
              clientSecret: 'demo-api-secret',
              // So that a revocation shows at once; elsewhere, 30 seconds spare many questions.
              cacheLifetime: 0,
            }),
          }),
    }),
  );
}
