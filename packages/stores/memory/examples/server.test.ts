import { expect, it } from 'vitest';
import { testClient } from '@oauth/testing';
import { disconnect, server, store } from './server.js';

it('keeps tokens until their user disconnects the client', async () => {
  const app = testClient(server, { client_id: 'app' });
  const signIn = (user: string) => app.token({ grant_type: 'urn:example:user', user });
  expect((await signIn('alice')).body).toMatchObject({ token_type: 'Bearer', scope: 'read' });
  await signIn('alice');
  await signIn('bob');
  expect(store.size).toBe(3);
  expect(await disconnect('alice', 'other')).toBe(0);
  expect(await disconnect('alice')).toBe(2);
  expect(store.size).toBe(1);
});
