import { describe } from 'vitest';
import { redisHere } from '../test/reachable.js';
import { clients, redisUrl } from '../test/redis.js';
import { kit } from '../test/suite.js';

const here = await redisHere();

for (const [client, connect] of Object.entries(clients))
  // #77 #311 #313 #314 #316 #317 #319 #320
  describe.runIf(here)('redisStore in the store suite', () => {
    kit({
      name: client === 'redis' ? 'Redis' : `Redis, ${client}`,
      connect,
      urls: [redisUrl],
      inProcesses: client === 'redis',
    });
  });
