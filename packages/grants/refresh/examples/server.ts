import { createServer } from '@oauth/core';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
import { memoryStore } from '@oauth/store-memory';
import { users } from './users.js';

// #region server
export const server = createServer({
  issuer: 'https://auth.example.com',
  clients: [
    {
      client_id: 'app',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['https://app.example.com/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'notes:read notes:write',
    },
  ],
  store: memoryStore(),
  plugins: [
    authorizationCode(),
    refresh({ mayContinue: async ({ subject = '' }) => users.isActive(subject) }),
  ],
  authorize: ({ http }) => users.decide(http),
});
// #endregion
