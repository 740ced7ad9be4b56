import { EventEmitter, once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import {
  Connection,
  createTestServer,
  expectErrorResponse,
  listenOnFreePort,
  rawRequest,
  rawTokenRequest,
} from '@oauth/adapter-suite';
import { nodeHandler } from './index.js';

const { oauth } = createTestServer();

afterEach(() => {
  vi.useRealTimers();
});

it('closes the connection of a refused client that stalls for thirty seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const connection = await Connection.open(await listenOnFreePort(nodeHandler(oauth)));
  await connection.write(rawTokenRequest('', { 'Content-Length': '1000000' }));
  expectErrorResponse(await connection.readResponse(), 413, 'invalid_request');
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(30_000);
  await connection.closed;
});

it('closes the connection at once after a client has sent all of a refused body', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const port = await listenOnFreePort(nodeHandler(oauth));
  const complete = await Connection.open(port);
  await complete.write(
    `${rawTokenRequest('', { 'Content-Length': '70000' })}${'x'.repeat(70_000)}`,
  );
  expectErrorResponse(await complete.readResponse(), 413, 'invalid_request');
  await complete.closed;
  expect(vi.getTimerCount()).toBe(0);
});

it('starts no timer for a client that disconnects before its response', async () => {
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
  const port = await listenOnFreePort((incoming, outgoing) => {
    incoming.on('error', () => undefined);
    if (incoming.url === '/second') incoming.on('close', () => signals.emit('gone'));
    handler(incoming, outgoing);
  });
  const leaver = await Connection.open(port);
  const unfinished = rawTokenRequest('', { 'Content-Length': '1000' }).replace('/token', '/second');
  await leaver.write(rawRequest('GET', '/first') + unfinished);
  await arrived;
  leaver.destroy();
  await gone;
  expect((await (await Connection.open(port)).sendRequest(rawRequest('GET', '/'))).status).toBe(
    200,
  );
  expect(vi.getTimerCount()).toBe(0);
});

it.each(['HTTP/1.1', 'HTTP/1.0'])(
  'sends the response to %s with Connection: close, then closes the connection',
  async (version) => {
    const connection = await Connection.open(await listenOnFreePort(nodeHandler(oauth)));
    const bytes = rawTokenRequest('grant_type=client_credentials', { Connection: 'close' });
    const response = await connection.sendRequest(bytes.replace('HTTP/1.1', version));
    expect(response.status).toBe(200);
    expect(response.headers.get('connection')).toBe('close');
    await connection.closed;
  },
);
