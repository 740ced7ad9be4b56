import { describe } from 'vitest';
import { redisHere } from '../test/reachable.js';
import { clients } from '../test/redis.js';
import { kit } from '../test/suite.js';

const here = await redisHere();

for (const [name, connect] of Object.entries(clients))
  describe.runIf(here)(`the kit with ${name}, with #319 ids that mean something elsewhere`, () => {
    kit(connect);
  });
