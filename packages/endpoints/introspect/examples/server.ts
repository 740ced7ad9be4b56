// #region server
import { createServer } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { memoryStore } from '@oauth/store-memory';

export const server = createServer({
  issuer: 'https://auth.example.com',
  clients: [
    {
      client_id: 'billing-api',
      client_secret: 'a-secret-of-at-least-32-characters',
      introspects: 'any',
    },
  ],
  store: memoryStore(),
  plugins: [introspection()],
});
// #endregion

// #region request
/** The request that a resource server sends. */
export function introspectionRequest(token: string): Request {
  return new Request('https://auth.example.com/introspect', {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa('billing-api:a-secret-of-at-least-32-characters')}` },
    body: new URLSearchParams({ token }),
  });
}
// #endregion
