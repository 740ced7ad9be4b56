import type { AddressInfo } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { server } from '../examples/api.js';

afterAll(() => {
  server.close();
});

it('the example of the README challenges a request without a token', async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const response = await fetch(`http://127.0.0.1:${port}/`);
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toMatch(
    /^Bearer realm="http:\/\/localhost:4000"/,
  );
});
