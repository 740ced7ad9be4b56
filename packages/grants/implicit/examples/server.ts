import { createServer } from '@oauth/core';
import { implicit } from '@oauth/grant-implicit';
import { memoryStore } from '@oauth/store-memory';

export const server = createServer({
  issuer: 'https://auth.example.com',
  clients: [
    {
      client_id: 'old-page',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['https://old.example.com/'],
      grant_types: ['implicit'],
      response_types: ['token'],
      scope: 'notes:read',
    },
  ],
  store: memoryStore(),
  accessTokenLifetime: 600,
  plugins: [implicit()],
  authorize: ({ http }) =>
    http.headers.get('cookie') === 'session=alice'
      ? { approve: { subject: 'alice' } }
      : { show: { status: 200, headers: {}, body: 'Sign in first.' } },
});
