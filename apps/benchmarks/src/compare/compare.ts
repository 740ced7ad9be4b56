import { ownDist, withBench, type Bench } from '../bench.js';
import { describeBench } from '../run.js';
import type { Settings } from '../settings.js';
import { compareHttp } from './http.js';
import { compareInProcess, type InProcessPart } from './in-process.js';
import type { ComparisonResult } from './page.js';

const nothing: InProcessPart = { comparisons: [], unpaired: [] };

/**
 * Compares the working tree with the revision that the settings name.
 *
 * @throws Error where that was not built before
 */
export function compare(
  settings: Settings,
  against: string,
  progress: Bench['progress'],
): Promise<ComparisonResult> {
  const { built, only, scenarios } = settings;
  if (built === undefined)
    throw new Error(`${against} is not built; start with: npm run bench -- --against ${against}`);
  const dists = { here: ownDist, there: built };
  return withBench(settings, progress, async (bench) => {
    const { machine, load, note, setting } = describeBench(bench);
    const calls = only !== 'http' && scenarios.length === 0;
    // First: it refuses names that do not exist, before minutes have gone by.
    const http = only === 'in-process' ? [] : await compareHttp(bench, dists);
    return {
      against,
      setting: `${machine}. Load: ${load}, ${setting}.`,
      note,
      inProcess: calls ? await compareInProcess(bench, dists) : nothing,
      http,
    };
  });
}
