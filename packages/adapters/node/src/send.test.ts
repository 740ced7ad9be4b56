import { Connection, expectRefusal, form, listen, secret } from '@oauth/adapter-suite';
import { createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { afterEach, expect, it, vi } from 'vitest';
import { nodeHandler } from './index.js';

const oauth = createServer({
  issuer: 'https://auth.example.com',
  clients: [{ client_id: 'app', client_secret: secret, grant_types: ['client_credentials'] }],
  store: memoryStore(),
  plugins: [clientCredentials()],
});

afterEach(() => {
  vi.useRealTimers();
});

it('a client that was refused and stalls is let go after thirty seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const connection = await Connection.open(await listen(nodeHandler(oauth)));
  await connection.send(form('', { 'Content-Length': '1000000' }));
  expectRefusal(await connection.answer(), 413, 'invalid_request');
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(30_000);
  await connection.closed;
});

it('nothing waits for a client that has sent everything', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const port = await listen(nodeHandler(oauth));
  const complete = await Connection.open(port);
  await complete.send(`${form('', { 'Content-Length': '70000' })}${'x'.repeat(70_000)}`);
  expectRefusal(await complete.answer(), 413, 'invalid_request');
  await complete.closed;
  expect(vi.getTimerCount()).toBe(0);
});

it.each(['HTTP/1.1', 'HTTP/1.0'])(
  '%s with Connection: close: the answer, then the end',
  async (version) => {
    const connection = await Connection.open(await listen(nodeHandler(oauth)));
    const bytes = form('grant_type=client_credentials', { Connection: 'close' });
    const answer = await connection.ask(bytes.replace('HTTP/1.1', version));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('connection')).toBe('close');
    await connection.closed;
  },
);
