import { expect, it } from 'vitest';
import { server } from '../examples/server.js';

it('the example of the README puts a token into the fragment for a user who is signed in', async () => {
  const url = 'https://auth.example.com/authorize?client_id=old-page&response_type=token';
  expect((await server.handle(new Request(url))).body).toBe('Sign in first.');
  const { headers } = await server.handle(
    new Request(url, { headers: { Cookie: 'session=alice' } }),
  );
  expect(headers['Location']).toMatch(
    /^https:\/\/old\.example\.com\/#access_token=[\w-]{59}&token_type=Bearer&expires_in=600&/,
  );
});
