import { describe } from 'vitest';
import { clients, redisUrl } from '../test/redis.js';
import { findRedis } from '../test/services.js';
import { runStoreSuite } from '../test/suite.js';

const isReachable = await findRedis();

for (const [client, connect] of Object.entries(clients))
  // #77 #311 #313 #314 #316 #317 #319 #320
  describe.runIf(isReachable)('redisStore in the store suite', () => {
    runStoreSuite({
      name: client === 'redis' ? 'Redis' : `Redis, ${client}`,
      connect,
      urls: [redisUrl],
      withProcesses: client === 'redis',
    });
  });
