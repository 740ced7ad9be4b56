import { expect, it } from 'vitest';
import { basic, form, formType, goodBody, request, startServer } from '@oauth/adapter-suite';
import { bridge } from '../test/bridge.js';
import { makeApp } from './hono.js';
import { handler } from './server.js';

it('the smallest server issues a token', async () => {
  const response = await handler(
    new Request('http://localhost:3000/token', {
      method: 'POST',
      headers: {
        Authorization: basic('my-service', 'a-secret-of-at-least-32-characters'),
        'Content-Type': formType,
      },
      body: goodBody,
    }),
  );
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ token_type: 'Bearer', scope: 'read' });
});

it('in Hono the rest of the app is served too', async () => {
  const { connect } = await startServer((server) => {
    const app = makeApp(server);
    return bridge(async (request) => app.fetch(request));
  });
  const connection = await connect();
  expect((await connection.ask(form(goodBody))).status).toBe(200);
  expect(await connection.ask(request('GET', '/hello'))).toMatchObject({ body: 'hello' });
  expect((await connection.ask(form('x'.repeat(70_000)))).status).toBe(413);
});
