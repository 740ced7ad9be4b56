import { expect, it } from 'vitest';
import {
  basicAuthorization,
  formContentType,
  rawRequest,
  rawTokenRequest,
  startServer,
  validForm,
} from '@oauth/adapter-suite';
import { toNodeListener } from '../test/to-node-listener.js';
import { createApp } from './hono.js';
import { createHandler as createPeerHandler } from './peer.js';
import { handler } from './server.js';

it('issues a token from the smallest server', async () => {
  const response = await handler(
    new Request('http://localhost:3000/token', {
      method: 'POST',
      headers: {
        Authorization: basicAuthorization('my-service', 'a-secret-of-at-least-32-characters'),
        'Content-Type': formContentType,
      },
      body: validForm,
    }),
  );
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ token_type: 'Bearer', scope: 'read' });
});

it('serves the rest of the app in Hono', async () => {
  const { connect } = await startServer((server) => {
    const app = createApp(server);
    return toNodeListener(async (request) => app.fetch(request));
  });
  const connection = await connect();
  expect((await connection.sendRequest(rawTokenRequest(validForm))).status).toBe(200);
  expect(await connection.sendRequest(rawRequest('GET', '/hello'))).toMatchObject({
    body: 'hello',
  });
  expect((await connection.sendRequest(rawTokenRequest('x'.repeat(70_000)))).status).toBe(413);
});

it('tells the server the address that Deno passes beside the request', async () => {
  const handler = createPeerHandler({
    handle: ({ peer }) =>
      Promise.resolve({ status: 200, headers: {}, body: peer?.address ?? 'unknown' }),
  });
  const info = { remoteAddr: { hostname: '192.0.2.1' } };
  const response = await handler(new Request('http://localhost:3000/'), info);
  expect(await response.text()).toBe('192.0.2.1');
});
