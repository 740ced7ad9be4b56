import { expect, it } from 'vitest';
import { testClient } from '@oauth/testing';
import { server } from '../examples/jwt-server.js';

it('the example issues a JWT', async () => {
  const client_secret = 'change-me-to-32-random-characters';
  const client = testClient(server, { client_id: 'reporter', client_secret });
  const { body } = await client.token({ grant_type: 'client_credentials' });
  expect(JSON.stringify(body)).toMatch(/"access_token":"ey[\w-]+\.[\w-]+\.[\w-]+"/);
});
