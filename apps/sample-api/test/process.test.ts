import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { listen } from '@oauth/app-kit/listen';
import { startSampleApi } from './start-sample.js';

it.each(['SIGTERM', 'SIGINT'] as const)('exits with 0 at %s', async (signal) => {
  const api = await startSampleApi('http://localhost:1');
  // The connection stays open, and must not delay the exit.
  await fetch(`${api.url}/public`);
  api.child.kill(signal);
  expect(await api.ended).toBe(0);
});

it('says in one line that its port is in use', async () => {
  const other = createServer();
  const port = String(await listen(other));
  await expect(startSampleApi('http://localhost:1', '--port', port)).rejects.toThrow(
    `The sample API is not started: port ${port} of 127.0.0.1 is in use.\n`,
  );
  other.close();
});

it('says which option is wrong, and how it is used', async () => {
  await expect(startSampleApi('nowhere')).rejects.toThrow(/--issuer must be[^]*Usage:/);
  await expect(startSampleApi('http://localhost:1', '--tokens', 'cookies')).rejects.toThrow(
    /--tokens must be[^]*Usage:/,
  );
});
