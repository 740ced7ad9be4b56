import { expect, it } from 'vitest';
import { findToken } from '@oauth/core/plugin';
import { testClient } from '@oauth/testing';
import { server } from './server.js';

it('the example of the README revokes the token that it issued', async () => {
  const client = testClient(server, {
    client_id: 'reports',
    client_secret: 'a-secret-of-at-least-32-characters',
  });
  const { body } = await client.token({ grant_type: 'client_credentials' });
  const token = body['access_token'];
  expect.assert(typeof token === 'string');
  expect((await client.post('/revoke', { token })).status).toBe(200);
  expect(await findToken(server.context, token)).toBeUndefined();
});
