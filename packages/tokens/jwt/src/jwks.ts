import type { Endpoint } from '@oauth/core/plugin';
import type { KeyRing } from './key-ring.js';

/**
 * The public keys, for whoever checks tokens.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export function jwksEndpoint(keys: KeyRing): Endpoint {
  return {
    path: '/jwks',
    methods: ['GET', 'HEAD'],
    cors: 'any-origin',
    async handle(_request, server) {
      const published = await keys.published(server.now());
      return {
        status: 200,
        headers: {
          'Content-Type': 'application/jwk-set+json',
          'Cache-Control': 'public, max-age=300',
          // Public, whatever the server's policy for other origins.
          'Access-Control-Allow-Origin': '*',
        },
        body: JSON.stringify({ keys: published }),
      };
    },
  };
}
