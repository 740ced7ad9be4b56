import type { Endpoint } from '@oauth/core/plugin';
import type { KeyRing } from './key-ring.js';

/**
 * The endpoint of the public keys, with which APIs verify tokens.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export function jwksEndpoint(keys: KeyRing): Endpoint {
  return {
    path: '/jwks',
    methods: ['GET', 'HEAD'],
    cors: 'any-origin',
    async handle(_request, server) {
      return {
        status: 200,
        headers: {
          'Content-Type': 'application/jwk-set+json',
          'Cache-Control': 'public, max-age=300',
          // The keys are public, whatever the server's CORS policy is.
          'Access-Control-Allow-Origin': '*',
        },
        body: JSON.stringify({ keys: await keys.getPublicKeys(server.now()) }),
      };
    },
  };
}
