import { expect, test } from 'vitest';
import { server, tokenRequest } from '../examples/server.js';

// RFC 6749 section 4.5
test('a client that says hello gets a token', async () => {
  const response = await server.handle(tokenRequest('hello'));
  expect(response.status).toBe(200);
  expect(JSON.parse(response.body)).toMatchObject({ token_type: 'Bearer', scope: 'greet' });
});

// RFC 6749 section 5.2
test('a client with another greeting gets no token, and reads which one it needs', async () => {
  const response = await server.handle(tokenRequest('goodbye'));
  expect(response.status).toBe(400);
  expect(JSON.parse(response.body)).toEqual({
    error: 'invalid_grant',
    error_description: 'The parameter greeting must be hello.',
  });
});
