import { EventEmitter, once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { Connection, expectRefusal, form, listen, request, secret } from '@oauth/adapter-suite';
import { createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
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

it('nothing waits for a client that has left while its request waited for an answer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const signals = new EventEmitter();
  const arrived = once(signals, 'arrived');
  const gone = once(signals, 'gone');
  const handler = nodeHandler({
    canHandle: () => true,
    async handle({ url }) {
      if (url === '/second') signals.emit('arrived');
      if (url !== '/') await gone;
      return { status: 200, headers: {}, body: 'late' };
    },
  });
  const port = await listen((incoming, outgoing) => {
    incoming.on('error', () => undefined);
    if (incoming.url === '/second') incoming.on('close', () => signals.emit('gone'));
    handler(incoming, outgoing);
  });
  const leaver = await Connection.open(port);
  const unfinished = form('', { 'Content-Length': '1000' }).replace('/token', '/second');
  await leaver.send(request('GET', '/first') + unfinished);
  await arrived;
  leaver.destroy();
  await gone;
  expect((await (await Connection.open(port)).ask(request('GET', '/'))).status).toBe(200);
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
