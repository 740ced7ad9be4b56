// #region server
import { createServer } from '@oauth/core';
import { hello } from '@oauth/grant-hello';
import { memoryStore } from '@oauth/store-memory';

export const server = createServer({
  issuer: 'https://auth.example.com',
  clients: [
    {
      client_id: 'greeter',
      client_secret: 'a-secret-of-at-least-32-characters',
      grant_types: ['urn:example:hello'],
      scope: 'greet',
    },
  ],
  store: memoryStore(),
  plugins: [hello()],
});
// #endregion

export const tokenRequest = (greeting: string): Request =>
  new Request('https://auth.example.com/token', {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa('greeter:a-secret-of-at-least-32-characters')}` },
    body: new URLSearchParams({ grant_type: 'urn:example:hello', greeting }),
  });
