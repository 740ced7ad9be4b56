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

function start() {
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
])('authenticates %j', async (options) => {
  const { server, events } = start();
  const response = await testClient(server, options).token(grant);
  expect(response.body).toMatchObject({ token_type: 'Bearer', scope: 'read', expires_in: 3600 });
  expect(response.status).toBe(200);
  expect(response.headers['Cache-Control']).toBe('no-store');
  expect(JSON.parse(response.text)).toEqual(response.body);
  expect(events.of('token.issued')).toMatchObject([{ clientId: options.client_id }]);
});

it('makes the same tokens from the same seed', async () => {
  const tokens = [start(), start()].map(async ({ server }) => {
    const { body } = await testClient(server, { client_id: 'public' }).token(grant);
    return body['access_token'];
  });
  const [one, two] = await Promise.all(tokens);
  expect(one).toBe(two);
  expect(one).toMatch(/^[\w-]{59}$/);
});

it('sends text as it stands, with the credentials', async () => {
  const { server } = start();
  const client = testClient(server, { client_id: 'public' });
  const once = await client.token('grant_type=urn%3Aexample%3Ahello');
  expect(once.status).toBe(200);
  const twice = await client.token('grant_type=a&grant_type=b');
  expect(twice).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
});

it('lets a test override what it sends', async () => {
  const { server } = start();
  const client = testClient(server, { client_id: 'public' });
  const other = await client.token({ ...grant, client_id: 'nobody' });
  expect(other).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  const typed = await client.post('/token', grant, { 'Content-Type': 'application/json' });
  expect(typed).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
});

it('reads an answer that is no JSON object as one without members', async () => {
  for (const body of ['', '<p>no', '[1]', 'null', '7']) {
    const server = { handle: () => ({ ...json(200, {}), body }) };
    const response = await testClient(server, { client_id: 'a' }).post('/x', {});
    expect(response).toMatchObject({ status: 200, body: {}, text: body });
  }
});

it('posts tokens where the server has its token endpoint', async () => {
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
