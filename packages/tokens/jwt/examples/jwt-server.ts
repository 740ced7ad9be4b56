import { createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { generateSigningKey, jwtAccessTokens, keyRing } from '@oauth/token-jwt';

// Keep it where all nodes find it, as a secret; `rotateKeys` makes the next list of it.
const stored = [await generateSigningKey('ES256', 0)];

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
  plugins: [
    clientCredentials(),
    jwtAccessTokens({ keys: keyRing({ load: () => stored }), audience: 'https://api.example' }),
  ],
});
