import { expect, test } from 'vitest';
import { server, tokenRequest } from '../examples/server.js';

test('a client that may use the grant gets a token (RFC 6749 section 4.5)', async () => {
  const response = await server.handle(tokenRequest('urn:example:hello'));
  expect(response.status).toBe(200);
  expect(JSON.parse(response.body)).toMatchObject({ token_type: 'Bearer', scope: 'greet' });
});

test('a grant nobody registered is refused (RFC 6749 section 5.2)', async () => {
  const response = await server.handle(tokenRequest('urn:example:goodbye'));
  expect(response.status).toBe(400);
  expect(JSON.parse(response.body)).toMatchObject({ error: 'unsupported_grant_type' });
});
