import { describe, expect, it } from 'vitest';
import { createServer } from '@oauth/core';
import { defineGrant } from '@oauth/core/plugin';
import { testClient } from '@oauth/testing';
import { clients } from '../test/redis.js';
import { startServer } from '../test/server.js';
import { canStartServer } from '../test/services.js';
import { redisStore } from './index.js';

/** `TOKENS=1000000 npx vitest run footprint` for the README's figures. */
const tokens = Number(process.env['TOKENS'] ?? 5000);
const timeout = 3_600_000;

/** Measures the bytes that Redis takes for a token, with ten tokens to a user. */
async function measureBytesPerToken(settings: Readonly<Record<string, string>>): Promise<number> {
  const redis = await startServer({ settings });
  const { client, command, close } = await clients.redis(redis.url);
  try {
    let made = 0;
    const forUsers = defineGrant({
      name: 'users',
      grants: {
        'urn:example:users': {
          clients: 'any',
          handle: (request) => ({
            subject: `user-${(made += 1) % (tokens / 10)}`,
            scope: request.scope(),
            audience: [`https://api-${made % 10}.example`],
            details: { auth_time: 1_700_000_000 + made },
          }),
        },
      },
    });
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
      store: redisStore(client),
      plugins: [forUsers],
    });
    const app = testClient(server, { client_id: 'app' });
    const readUsedMemory = async (): Promise<number> =>
      Number(/used_memory:(\d+)/.exec(String(await command('INFO', 'memory')))?.[1]);
    await app.token({ grant_type: 'urn:example:users' });
    const before = await readUsedMemory();
    for (let batch = 0; batch < tokens; batch += 50)
      await Promise.all(
        Array.from({ length: 50 }, async () => app.token({ grant_type: 'urn:example:users' })),
      );
    return ((await readUsedMemory()) - before) / tokens;
  } finally {
    await close();
    await redis.stop();
  }
}

describe.runIf(canStartServer())('the memory of Redis', () => {
  it.each([
    ['as Redis comes', {}, 1000],
    ['with hash-max-listpack-value 512', { 'hash-max-listpack-value': '512' }, 800],
  ])(
    '%s, holds a token and its indexes in less than 1 kB',
    { timeout },
    async (name, settings, most) => {
      const bytes = await measureBytesPerToken(settings);
      if (tokens >= 100_000) console.log(`${name}: ${Math.round(bytes)} bytes, ${tokens} tokens`);
      expect(bytes).toBeGreaterThan(100);
      expect(bytes).toBeLessThan(most);
    },
  );
});
