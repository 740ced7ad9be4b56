import { once } from 'node:events';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  basic,
  Connection,
  form,
  goodBody,
  request,
  startServer,
  type MakeListener,
} from '@oauth/adapter-suite';
import { makeApp as makeExpress } from './express.js';
import { makeApp as makeFastify } from './fastify.js';

it('the smallest server issues a token', async () => {
  vi.stubEnv('PORT', '0');
  const { http } = await import('./server.js');
  onTestFinished(() => void http.close());
  if (!http.listening) await once(http, 'listening');
  const address = http.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  const connection = await Connection.open(address.port);
  const authorization = basic('my-service', 'a-secret-of-at-least-32-characters');
  const answer = await connection.ask(form(goodBody, { Authorization: authorization }));
  connection.destroy();
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toMatchObject({ token_type: 'Bearer', scope: 'read' });
});

it.each<[string, MakeListener]>([
  ['Express', makeExpress],
  [
    'Fastify',
    async (server) => {
      const app = makeFastify(server);
      await app.ready();
      return (incoming, outgoing) => app.routing(incoming, outgoing);
    },
  ],
])('in %s the rest of the app is served too', async (_name, makeListener) => {
  const { connect } = await startServer(makeListener);
  const connection = await connect();
  expect((await connection.ask(form(goodBody))).status).toBe(200);
  expect(await connection.ask(request('GET', '/hello'))).toMatchObject({ body: 'hello' });
});
