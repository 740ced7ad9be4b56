import { expect, it } from 'vitest';
import { createServer } from '@oauth/core';
import { defineGrant } from '@oauth/core/plugin';
import { fakeClock, recordEvents, seededRandom, testClient } from '@oauth/testing';
import { myStore } from './my-store.js';

const hello = defineGrant({
  name: 'hello',
  grants: {
    'urn:example:hello': { clients: 'any', handle: (request) => ({ scope: request.scope() }) },
  },
});

it('refuses a scope that the client is not registered for', async () => {
  const clock = fakeClock();
  const events = recordEvents();
  const server = createServer({
    issuer: 'https://auth.example.com',
    clients: [
      {
        client_id: 'app',
        token_endpoint_auth_method: 'none',
        grant_types: ['urn:example:hello'],
        scope: 'read',
      },
    ],
    store: myStore(),
    plugins: [hello],
    clock: clock.nowMs,
    random: seededRandom(1),
    onEvent: events.onEvent,
  });
  const app = testClient(server, { client_id: 'app' });

  const granted = await app.token({ grant_type: 'urn:example:hello', scope: 'read' });
  expect(granted).toMatchObject({ status: 200, body: { token_type: 'Bearer', scope: 'read' } });
  clock.advance(60);
  const refused = await app.token({ grant_type: 'urn:example:hello', scope: 'write' });
  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  expect(events.of('request.refused')).toMatchObject([
    { clientId: 'app', timestampMs: clock.nowMs() },
  ]);
});
