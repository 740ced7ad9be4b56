import { fetchHandler } from '@oauth/adapter-fetch';
import type { BenchServer } from '../scenario.js';
import { bridge } from './fetch-bridge.js';
import { empty, makeOurs, type Ours } from './ours.js';

/** Our server as a fetch handler, behind a plain bridge from node:http. */
export function overFetch(bodies: (ours: Ours) => Promise<readonly string[]>): BenchServer {
  const ours = makeOurs();
  return {
    listener: bridge(fetchHandler(ours.server)),
    async prepare() {
      await empty(ours);
      return bodies(ours);
    },
  };
}
