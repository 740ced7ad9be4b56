import type { Bench } from '../bench.js';
import { measure } from '../measure.js';
import type { Scenario } from '../scenario.js';
import { chosenScenarios } from '../scenarios/index.js';
import { compareSeries, type Dists, type HttpComparison } from './comparison.js';

/** What carries requests to this project's code in most deployments. */
const usual: readonly string[] = ['adapter-node', 'requireOAuth'];

/**
 * Compares requests over HTTP.
 *
 * @throws RangeError where no chosen scenario has a chosen server
 */
export async function compareHttp(bench: Bench, dists: Dists): Promise<readonly HttpComparison[]> {
  const servers = bench.settings.servers.length === 0 ? usual : bench.settings.servers;
  const pairs = chosenScenarios(bench.settings).flatMap((scenario) =>
    Object.keys(scenario.servers)
      .filter((server) => servers.includes(server))
      .map((server) => ({ scenario, server })),
  );
  if (pairs.length === 0)
    throw new RangeError(`no chosen scenario has the server ${servers.join(' or ')}`);
  const comparisons: HttpComparison[] = [];
  for (const { scenario, server } of pairs)
    comparisons.push(await compareServer(bench, dists, scenario, server));
  return comparisons;
}

async function compareServer(
  bench: Bench,
  dists: Dists,
  scenario: Scenario,
  server: string,
): Promise<HttpComparison> {
  const contenders = [dists.here, dists.there].map((dist) => ({ server, dist }));
  const [here, there] = await measure(bench, scenario, contenders);
  if (here === undefined || there === undefined)
    throw new RangeError('fewer than two servers were measured');
  return compareSeries(`${scenario.name}, ${server}`, { here, there });
}
