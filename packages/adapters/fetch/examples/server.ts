import { fetchHandler } from '@oauth/adapter-fetch';
import { createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';

const server = createServer({
  issuer: 'http://localhost:3000',
  clients: [
    {
      client_id: 'my-service',
      client_secret: 'a-secret-of-at-least-32-characters',
      grant_types: ['client_credentials'],
      scope: 'read write',
    },
  ],
  store: memoryStore(),
  plugins: [clientCredentials()],
});

export const handler = fetchHandler(server);
