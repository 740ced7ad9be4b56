import type { Endpoint } from '@oauth/core/plugin';
import type { KeyRing } from './key-ring.js';

const endpoints = /* @__PURE__ */ new WeakMap<KeyRing, Endpoint>();

/**
 * The endpoint of a key ring's public keys, for `jwks_uri`. It is one object for each ring: plugins
 * that sign with one ring register it side by side, while two rings at one server are a conflict.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 */
export function jwksEndpoint(keys: KeyRing): Endpoint {
  const endpoint = endpoints.get(keys) ?? createEndpoint(keys);
  endpoints.set(keys, endpoint);
  return endpoint;
}

function createEndpoint(keys: KeyRing): Endpoint {
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
