import type { Scenario } from '../scenario.js';
import type { Settings } from '../settings.js';
import { clientCredentials } from './client-credentials.js';
import { exchange } from './exchange.js';
import { introspect } from './introspect.js';
import { refresh } from './refresh.js';
import { resource } from './resource.js';

/** Everything `npm run bench` measures, in this order. */
export const scenarios: readonly Scenario[] = [
  clientCredentials,
  introspect,
  exchange,
  refresh,
  resource,
];

/**
 * The scenario of a name.
 *
 * @throws RangeError that lists the names there are
 */
export function findScenario(name: string): Scenario {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario !== undefined) return scenario;
  const names = scenarios.map((one) => one.name).join(', ');
  throw new RangeError(`no scenario is named ${name}; there are ${names}`);
}

/** The scenarios that the settings ask for. */
export function chosenScenarios({
  only,
  scenarios: names,
}: Pick<Settings, 'only' | 'scenarios'>): readonly Scenario[] {
  if (only === 'in-process') return [];
  return names.length === 0 ? scenarios : names.map(findScenario);
}
