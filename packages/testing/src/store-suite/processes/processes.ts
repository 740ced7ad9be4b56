import { conflictCases } from '../conflicts.js';
import { failureCases } from '../flows/failures.js';
import { flowRaceCases } from '../flows/flow-races.js';
import type { Kit } from '../kit.js';
import { purgeRaceCases } from '../purge-races.js';
import { raceCases } from '../races.js';
import { revocationRaceCases } from '../revocation-races.js';
import { killCases } from './kills.js';
import { mortal } from './mortal.js';
import { processPool } from './pool.js';

/** How many processes race. */
const count = 4;

/** The races again, from several processes, and processes that are killed at work. */
export function processCases(kit: Kit): void {
  const { describe, processes, grants, recorder } = kit;
  if (processes === undefined) {
    recorder.skip('processes', 'processes');
    return;
  }
  const start = processPool(processes);
  const apart: Kit = {
    ...kit,
    connections: async (fixture) => (await start(fixture, count)).map(({ store }) => store),
  };
  describe('processes', () => {
    raceCases(apart);
    conflictCases(apart);
    revocationRaceCases(apart);
    purgeRaceCases(apart);
    describe('kill -9', () => killCases(kit, start));
    if (grants.length === 0) return;
    describe('flows', () => flowRaceCases(apart));
    describe('flows under kill -9', () =>
      failureCases(kit, (fixture) => mortal((many) => start(fixture, many))));
  });
}
