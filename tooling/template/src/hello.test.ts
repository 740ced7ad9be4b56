import { expect, test } from 'vitest';
import { server, tokenRequest } from '../examples/server.js';

// RFC 6749 section 4.5
test('a client that may use the grant gets a token', async () => {
  const response = await server.handle(tokenRequest('urn:example:hello'));
  expect(response.status).toBe(200);
  expect(JSON.parse(response.body)).toMatchObject({ token_type: 'Bearer', scope: 'greet' });
});

// RFC 6749 section 5.2
test('a grant that is not registered gives no token', async () => {
  const response = await server.handle(tokenRequest('urn:example:goodbye'));
  expect(response.status).toBe(400);
  expect(JSON.parse(response.body)).toMatchObject({ error: 'unsupported_grant_type' });
});
