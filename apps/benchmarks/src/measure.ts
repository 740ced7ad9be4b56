import type { Bench } from './bench.js';
import { Lane, type Contender, type Series } from './lane.js';
import type { Scenario } from './scenario.js';
import type { Settings } from './settings.js';
import { turnOrder } from './turn-order.js';

/** Measures servers of a scenario in interleaved rounds: A B C C B A … */
export async function measure(
  bench: Bench,
  scenario: Scenario,
  contenders: readonly Contender[],
): Promise<readonly Series[]> {
  const { rounds, warmUpSeconds, seconds } = bench.settings;
  const lanes: Lane[] = [];
  try {
    for (const contender of contenders) {
      const lane = await Lane.open(bench, scenario, contender);
      lanes.push(lane);
      // At once: a server that idles while its code is cold stays slow.
      for (let second = 0; second < warmUpSeconds; second += 1) await lane.run(1);
      await lane.verify();
    }
    for (let round = 1; round <= rounds; round += 1) {
      bench.progress(`${scenario.name}: round ${round} of ${rounds}`);
      for (const lane of turnOrder(round, lanes)) lane.record(await lane.run(seconds));
    }
    for (const lane of lanes) await lane.verify();
    return lanes;
  } finally {
    for (const lane of lanes) lane.close();
  }
}

/** The servers to measure side by side; all but `limit` can be left out. */
export function chosenServers({ servers }: Settings, scenario: Scenario): readonly string[] {
  const names = Object.keys(scenario.servers);
  if (servers.length === 0) return names;
  return names.filter((name) => name === 'limit' || servers.includes(name));
}
