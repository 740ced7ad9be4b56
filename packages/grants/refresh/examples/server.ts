import { createServer } from '@oauth/core';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
import { memoryStore } from '@oauth/store-memory';

/** The users of the app; a user who is removed gets no new tokens. */
export const users = new Set(['alice']);

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
    refresh({ canContinue: ({ subject = '' }) => users.has(subject) }),
  ],
  // For sign-in and consent pages see @oauth/grant-authorization-code.
  authorize: ({ http }) =>
    http.headers.get('cookie') === 'session=alice'
      ? { approve: { subject: 'alice' } }
      : { show: { status: 200, headers: {}, body: 'Sign in first.' } },
});
