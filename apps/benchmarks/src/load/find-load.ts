import { autocannonLoad } from './autocannon.js';
import type { LoadGenerator } from './load.js';
import { findWrk } from './wrk.js';

/**
 * The load generator asked for, or the best there is.
 *
 * @throws Error when wrk is asked for and missing
 */
export function findLoad(name: 'wrk' | 'autocannon' | undefined): LoadGenerator {
  if (name === 'autocannon') return autocannonLoad;
  const wrk = findWrk();
  if (wrk === undefined && name === 'wrk')
    throw new Error('wrk is not installed: apt-get install wrk, or --load autocannon');
  return wrk ?? autocannonLoad;
}
