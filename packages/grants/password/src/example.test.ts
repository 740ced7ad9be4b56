import { expect, it } from 'vitest';
import { testClient } from '@oauth/testing';
import { addUser, server } from '../examples/server.js';

it('the example of the README gives a token for the right password only', async () => {
  await addUser('alice', 'correct horse');
  const client = testClient(server, {
    client_id: 'old-app',
    client_secret: 'a-secret-of-at-least-32-characters',
  });
  const signIn = (username: string, secret: string) =>
    client.token({ grant_type: 'password', username, password: secret });
  expect(await signIn('alice', 'correct horse')).toMatchObject({
    status: 200,
    body: { token_type: 'Bearer', scope: 'notes:read' },
  });
  const [wrong, unknown] = [await signIn('alice', 'wrong'), await signIn('bob', 'correct horse')];
  expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  expect(unknown).toEqual(wrong);
});
