import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { startApi } from './sample.js';

it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 at %s', async (signal) => {
  const api = await startApi('http://localhost:1');
  // A connection that is kept open does not hold it up.
  await fetch(`${api.url}/public`);
  api.child.kill(signal);
  expect(await api.ended).toBe(0);
});

it('says in one line that its port is in use', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  await expect(startApi('http://localhost:1', '--port', port)).rejects.toThrow(
    `The sample API is not started: port ${port} of 127.0.0.1 is in use.\n`,
  );
  other.close();
});

it('says what its options are', async () => {
  await expect(startApi('nowhere')).rejects.toThrow('Usage:');
  await expect(startApi('http://localhost:1', '--tokens', 'cookies')).rejects.toThrow('Usage:');
});
