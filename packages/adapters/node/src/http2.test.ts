import { connect, createServer as createHttp2Server, type ClientHttp2Session } from 'node:http2';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  basicAuthorization,
  clientSecret,
  createTestServer,
  formContentType,
  validForm,
} from '@oauth/adapter-suite';
import { nodeHandler } from './index.js';

const server = createHttp2Server(nodeHandler(createTestServer().oauth));
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

async function sendOverHttp2(
  method: string,
  body: string,
): Promise<{ status: unknown; body: string }> {
  const stream = session.request({
    ':method': method,
    ':path': '/token',
    authorization: basicAuthorization('app', clientSecret),
    'content-type': formContentType,
  });
  const status = new Promise((resolve) => {
    stream.once('response', (headers) => resolve(headers[':status']));
  });
  stream.end(body);
  return { status: await status, body: await text(stream) };
}

it('issues a token over HTTP/2', async () => {
  const { status, body } = await sendOverHttp2('POST', validForm);
  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({ token_type: 'Bearer' });
});

it('refuses requests over HTTP/2, too large bodies as well, and stays usable', async () => {
  expect((await sendOverHttp2('PUT', validForm)).status).toBe(405);
  const warnings: Error[] = [];
  const recordWarning = (warning: Error): number => warnings.push(warning);
  process.on('warning', recordWarning);
  expect((await sendOverHttp2('POST', 'x'.repeat(200_000))).status).toBe(413);
  expect((await sendOverHttp2('POST', validForm)).status).toBe(200);
  process.off('warning', recordWarning);
  expect(warnings).toEqual([]);
});
