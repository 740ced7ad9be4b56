import { once } from 'node:events';
import {
  basicAuthorization,
  Connection,
  type CreateListener,
  rawRequest,
  rawTokenRequest,
  startServer,
  validForm,
} from '@oauth/adapter-suite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createApp as makeExpress } from './express.js';
import { createApp as makeFastify } from './fastify.js';

it('issues a token from the smallest server', async () => {
  vi.stubEnv('PORT', '0');
  const { http } = await import('./server.js');
  onTestFinished(() => void http.close());
  if (!http.listening) await once(http, 'listening');
  const address = http.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  const connection = await Connection.open(address.port);
  const authorization = basicAuthorization('my-service', 'a-secret-of-at-least-32-characters');
  const response = await connection.sendRequest(
    rawTokenRequest(validForm, { Authorization: authorization }),
  );
  connection.destroy();
  expect(response.status).toBe(200);
  expect(JSON.parse(response.body)).toMatchObject({ token_type: 'Bearer', scope: 'read' });
});

it.each<[string, CreateListener]>([
  ['Express', makeExpress],
  [
    'Fastify',
    async (server) => {
      const app = makeFastify(server);
      await app.ready();
      return (incoming, outgoing) => app.routing(incoming, outgoing);
    },
  ],
])('serves the rest of the app in %s', async (_name, createListener) => {
  const { connect } = await startServer(createListener);
  const connection = await connect();
  expect((await connection.sendRequest(rawTokenRequest(validForm))).status).toBe(200);
  expect(await connection.sendRequest(rawRequest('GET', '/hello'))).toMatchObject({
    body: 'hello',
  });
});
