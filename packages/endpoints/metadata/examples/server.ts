import { createServer } from '@oauth/core';
import { metadata } from '@oauth/endpoint-metadata';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';

export const server = createServer({
  issuer: 'https://auth.example.com',
  clients: [],
  store: memoryStore(),
  plugins: [
    clientCredentials(),
    metadata({ extra: { service_documentation: 'https://auth.example.com/docs' } }),
  ],
});
