import { expect, it } from 'vitest';
import { testClient } from '@oauth/testing';
import { server } from '../examples/observed-server.js';

it('the example of the README works without an OpenTelemetry SDK', async () => {
  const secret = 'change-me-to-32-random-characters';
  const client = testClient(server, { client_id: 'reporter', client_secret: secret });
  expect((await client.token({ grant_type: 'client_credentials' })).status).toBe(200);
});
