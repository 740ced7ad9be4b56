import { createServer } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';

const server = createServer({
  issuer: 'https://auth.example.com',
  clients: [
    {
      client_id: 'reports',
      client_secret: 'a-long-secret-that-a-generator-made',
      grant_types: ['client_credentials'],
      scope: 'reports:read',
    },
  ],
  store: memoryStore(),
  plugins: [clientCredentials(), introspection()],
});

const response = await server.handle(
  new Request('https://auth.example.com/token', {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa('reports:a-long-secret-that-a-generator-made')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  }),
);

console.log(response.status, response.body);
