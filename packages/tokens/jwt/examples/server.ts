// #region server
import { createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { generateSigningKey, jwtAccessTokens, keyRing } from '@oauth/token-jwt';

const key = await generateSigningKey('ES256', 0); // to try it out: the key is lost with the process

export const server = createServer({
  issuer: 'https://auth.example.com',
  clients: [
    {
      client_id: 'reports',
      client_secret: 'a-secret-of-at-least-32-characters',
      grant_types: ['client_credentials'],
      scope: 'reports:read',
    },
  ],
  store: memoryStore(),
  plugins: [
    clientCredentials(),
    jwtAccessTokens({
      keys: keyRing({ load: () => [key] }),
      audience: 'https://api.example.com',
    }),
  ],
});
// #endregion
