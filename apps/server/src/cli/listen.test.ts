import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { listen } from './listen.js';

it('closes a connection on which nothing comes for a minute', async () => {
  const { http, port } = await listen({ host: '127.0.0.1', port: 0, proxies: 0, drainTimeout: 1 });
  const accepted = new Promise<Socket>((resolve) => http.once('connection', resolve));
  const silent = connect(port, '127.0.0.1');
  const socket = await accepted;
  expect(socket.timeout).toBe(60_000);
  // As if the minute had passed.
  socket.emit('timeout');
  await once(silent.resume(), 'close');
  http.close();
});
