import { readCommandLine } from '@oauth/app-kit/command-line';
import { serveUntilStopped } from '@oauth/app-kit/serve';
import { byIntrospection, type TokenValidator } from '@oauth/resource';
import { byJwt } from '@oauth/resource/jwt';
import { sampleApi } from './api.js';
import { readOptions, usage, type Options } from './options.js';

const options = readCommandLine(usage, () => readOptions(process.argv.slice(2)));
if (options !== undefined) {
  const { issuer, audience, port, tokens } = options;
  process.exitCode = await serveUntilStopped({
    name: 'sample API',
    port,
    listener: (url) =>
      sampleApi({
        resource: url,
        audience: audience ?? url,
        authorizationServers: [issuer],
        validate: tokenValidator(options),
        // Opaque tokens of the demo server name no audience: this is its only API.
        allowMissingAudience: tokens === 'opaque',
      }),
  });
}

function tokenValidator({ issuer, tokens }: Options): TokenValidator {
  if (tokens === 'jwt') return byJwt({ issuer, jwksUri: `${issuer}/jwks` });
  return byIntrospection({
    endpoint: `${issuer}/introspect`,
    clientId: 'demo-api',
    clientSecret: 'demo-api-secret',
    // A revocation shows at once. The default of 30 seconds spares most requests to the server.
    cacheLifetime: 0,
  });
}
