import { expect, it } from 'vitest';
import { createServer } from '@oauth/core';
import { defineGrant, json } from '@oauth/core/plugin';
import { myStore } from '../examples/my-store.js';
import { fakeClock, recordEvents, seededRandom, testClient } from './index.js';

const secret = 'a:secret/of+at least&32%characters';
const registration = { scope: 'read', grant_types: ['urn:example:hello'] };
const hello = defineGrant({
  name: 'hello',
  grants: { 'urn:example:hello': { clients: 'any', handle: (it) => ({ scope: it.scope() }) } },
});

function startServer() {
  const events = recordEvents();
  const server = createServer({
    issuer: 'https://as.example',
    clients: [
      { ...registration, client_id: 'basic %:+&', client_secret: secret },
      {
        ...registration,
        client_id: 'post',
        client_secret: secret,
        token_endpoint_auth_method: 'client_secret_post',
      },
      { ...registration, client_id: 'public', token_endpoint_auth_method: 'none' },
    ],
    store: myStore(),
    plugins: [hello],
    clock: fakeClock().nowMs,
    random: seededRandom(1),
    onEvent: events.onEvent,
  });
  return { server, events };
}

const grant = { grant_type: 'urn:example:hello' };

it.each([
  [{ client_id: 'basic %:+&', client_secret: secret }],
  [{ client_id: 'post', client_secret: secret, method: 'client_secret_post' as const }],
  [{ client_id: 'public' }],
])('authenticates the way %j is registered for', async (options) => {
  const { server, events } = startServer();
  const response = await testClient(server, options).token(grant);
  expect(response.body).toMatchObject({ token_type: 'Bearer', scope: 'read', expires_in: 3600 });
  expect(response.status).toBe(200);
  expect(response.headers['Cache-Control']).toBe('no-store');
  expect(JSON.parse(response.text)).toEqual(response.body);
  expect(events.of('token.issued')).toMatchObject([{ clientId: options.client_id }]);
});

it('gets the same tokens from servers of the same seed', async () => {
  const tokens = [startServer(), startServer()].map(async ({ server }) => {
    const { body } = await testClient(server, { client_id: 'public' }).token(grant);
    return body['access_token'];
  });
  const [one, two] = await Promise.all(tokens);
  expect(one).toBe(two);
  expect(one).toMatch(/^[\w-]{59}$/);
});

it('sends a body of text unchanged, with the credentials added', async () => {
  const { server } = startServer();
  const client = testClient(server, { client_id: 'public' });
  const single = await client.token('grant_type=urn%3Aexample%3Ahello');
  expect(single.status).toBe(200);
  const repeated = await client.token('grant_type=a&grant_type=b');
  expect(repeated).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
});

it('lets a test override its credentials and headers', async () => {
  const { server } = startServer();
  const client = testClient(server, { client_id: 'public' });
  const other = await client.token({ ...grant, client_id: 'unknown' });
  expect(other).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  const typed = await client.post('/token', grant, { 'Content-Type': 'application/json' });
  expect(typed).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
});

it('reads a body that is no JSON object as one without members', async () => {
  for (const body of ['', '<p>no', '[1]', 'null', '7']) {
    const server = { handle: () => ({ ...json(200, {}), body }) };
    const response = await testClient(server, { client_id: 'a' }).post('/x', {});
    expect(response).toMatchObject({ status: 200, body: {}, text: body });
  }
});

it('posts token requests to the path that the server has for them', async () => {
  const urls: string[] = [];
  const server = {
    handle(request: { url: string }) {
      urls.push(request.url);
      return json(200, {});
    },
  };
  await testClient(server, { client_id: 'a' }).token({});
  await testClient(server, { client_id: 'a', tokenPath: '/tenant/token' }).token({});
  expect(urls).toEqual(['/token', '/tenant/token']);
});
