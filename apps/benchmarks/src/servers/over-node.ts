import { nodeHandler } from '@oauth/adapter-node';
import type { BenchServer } from '../scenario.js';
import { empty, makeOurs, type MakeBodies } from './ours.js';

/** Our server on node:http. */
export function overNode(bodies: MakeBodies): BenchServer {
  const ours = makeOurs();
  return {
    listener: nodeHandler(ours.server),
    async prepare(count) {
      await empty(ours);
      return bodies(ours, count);
    },
  };
}
