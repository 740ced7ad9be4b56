import { fetchHandler } from '@oauth/adapter-fetch';
import type { BenchServer } from '../scenario.js';
import { bridge } from './fetch-bridge.js';
import { empty, makeOurs, type MakeBodies } from './ours.js';

/** Our server as a fetch handler, behind a plain bridge from node:http. */
export function overFetch(bodies: MakeBodies): BenchServer {
  const ours = makeOurs();
  return {
    listener: bridge(fetchHandler(ours.server)),
    async prepare(count) {
      await empty(ours);
      return bodies(ours, count);
    },
  };
}
