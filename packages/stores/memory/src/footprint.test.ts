import { expect, it } from 'vitest';
import { createServer } from '@oauth/core';
import { defineGrant } from '@oauth/core/plugin';
import { testClient } from '@oauth/testing';
import { memoryStore } from './index.js';

/** `TOKENS=1000000 npx vitest run footprint` prints the README's figure. */
const tokens = Number(process.env['TOKENS'] ?? 10_000);

function measureHeap(): number {
  if (globalThis.gc === undefined) throw new Error('Run it with --expose-gc.');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

it('holds a token in less than 1 kB, without its text', { timeout: 600_000 }, async () => {
  let user = 0;
  const forUsers = defineGrant({
    name: 'users',
    grants: {
      'urn:example:users': {
        clients: 'any',
        handle: (request) => ({
          subject: `user-${(user += 1)}`,
          scope: request.scope(),
          audience: [`https://api-${user % 10}.example`],
          details: { auth_time: 1_700_000_000 + user },
        }),
      },
    },
  });
  const store = memoryStore({ maxRecords: tokens + 1 });
  const server = createServer({
    issuer: 'https://as.example',
    clients: [
      {
        client_id: 'app',
        token_endpoint_auth_method: 'none',
        grant_types: ['urn:example:users'],
        scope: 'openid profile read write',
      },
    ],
    store,
    plugins: [forUsers],
  });
  const client = testClient(server, { client_id: 'app' });
  const request = { grant_type: 'urn:example:users' };
  expect((await client.token(request)).status).toBe(200);

  const before = measureHeap();
  for (let made = 0; made < tokens; made += 1) await client.token(request);
  const bytes = (measureHeap() - before) / tokens;
  expect(store.size).toBe(tokens + 1);
  if (tokens > 100_000) console.log(`${Math.round(bytes)} bytes a token, ${tokens} tokens`);
  expect(bytes).toBeGreaterThan(100);
  // An id that is a slice of the token's text would keep the text: more than 730 bytes.
  expect(bytes).toBeLessThan(690);
});
