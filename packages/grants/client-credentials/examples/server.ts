import { createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';

export const server = createServer({
  issuer: 'https://auth.example.com',
  clients: [
    {
      client_id: 'reports',
      client_secret: 'a-secret-of-at-least-32-characters',
      grant_types: ['client_credentials'],
      scope: 'reports:read reports:write',
    },
  ],
  store: memoryStore(),
  plugins: [clientCredentials()],
});
