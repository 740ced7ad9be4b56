import { expect, it } from 'vitest';
import type { Client } from '../contract/client.js';
import { bodyOf } from '../testing-support/requests.js';
import { clients, serve } from '../testing-support/serve.js';

it.each([null, undefined])('a database that answers %s has no such client', async (none) => {
  const found: (Client | null | undefined)[] = [];
  const { token } = serve({
    clients: (clientId) => {
      const client = clients.find(({ client_id }) => client_id === clientId) && none;
      found.push(client);
      return client;
    },
  });
  const response = await token();
  expect(response.status).toBe(401);
  expect(bodyOf(response)['error']).toBe('invalid_client');
  expect(found).toEqual([none]);
});
