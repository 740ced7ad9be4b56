import { nodeHandler } from '@oauth/adapter-node';
import type { BenchServer } from '../scenario.js';
import { empty, makeOurs, type Ours } from './ours.js';

/** Our server on node:http. */
export function overNode(bodies: (ours: Ours) => Promise<readonly string[]>): BenchServer {
  const ours = makeOurs();
  return {
    listener: nodeHandler(ours.server),
    async prepare() {
      await empty(ours);
      return bodies(ours);
    },
  };
}
