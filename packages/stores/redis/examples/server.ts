// #region server
import { createClient } from 'redis';
import { createServer } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { redisStore } from '@oauth/store-redis';

export async function openServer(url: string) {
  const redis = createClient({
    url,
    disableOfflineQueue: true,
    commandOptions: { timeout: 2000 },
  });
  redis.on('error', (error) => console.error('Redis is away.', error));
  await redis.connect();
  const store = redisStore(redis);
  const server = createServer({
    issuer: 'https://auth.example.com',
    clients: [
      {
        client_id: 'reports',
        client_secret: 'a-secret-of-at-least-32-characters',
        grant_types: ['client_credentials'],
        scope: 'reports:read',
      },
    ],
    store,
    plugins: [clientCredentials()],
  });
  return { redis, store, server };
}
// #endregion
