import { connect, createServer as createHttp2Server, type ClientHttp2Session } from 'node:http2';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { basic, formType, goodBody, secret } from '@oauth/adapter-suite';
import { createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { nodeHandler } from './index.js';

const oauth = createServer({
  issuer: 'https://auth.example.com',
  clients: [
    {
      client_id: 'app',
      client_secret: secret,
      grant_types: ['client_credentials'],
      scope: 'read',
    },
  ],
  store: memoryStore(),
  plugins: [clientCredentials()],
});

const server = createHttp2Server(nodeHandler(oauth));
let session: ClientHttp2Session;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  session = connect(`http://127.0.0.1:${address.port}`);
});

afterAll(() => {
  session.close();
  server.close();
});

async function ask(method: string, body: string): Promise<{ status: unknown; body: string }> {
  const stream = session.request({
    ':method': method,
    ':path': '/token',
    authorization: basic('app', secret),
    'content-type': formType,
  });
  const status = new Promise((resolve) => {
    stream.once('response', (headers) => resolve(headers[':status']));
  });
  stream.end(body);
  return { status: await status, body: await text(stream) };
}

it('HTTP/2 gets tokens too', async () => {
  const { status, body } = await ask('POST', goodBody);
  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({ token_type: 'Bearer' });
});

it('HTTP/2 gets refusals, of bodies that are too large as well', async () => {
  expect((await ask('PUT', goodBody)).status).toBe(405);
  expect((await ask('POST', 'x'.repeat(200_000))).status).toBe(413);
  expect((await ask('POST', goodBody)).status).toBe(200);
});
