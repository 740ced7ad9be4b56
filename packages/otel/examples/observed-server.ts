import { createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { otel } from '@oauth/otel';
import { memoryStore } from '@oauth/store-memory';

export const server = createServer({
  issuer: 'https://auth.example',
  clients: [
    {
      client_id: 'reporter',
      client_secret: 'change-me-to-32-random-characters',
      grant_types: ['client_credentials'],
      scope: 'reports:read',
    },
  ],
  store: memoryStore(),
  plugins: [otel(), clientCredentials()],
});
