import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { listen } from './listen.js';
import { findFreePort } from './ports.js';

it('finds ports that can be listened on, side by side', async () => {
  const port = await findFreePort(1);
  const servers = [createServer(), createServer()];
  for (const [index, server] of servers.entries())
    expect(await listen(server, { port: port + index })).toBe(port + index);
  await expect(listen(createServer(), { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  for (const server of servers) server.close();
});
