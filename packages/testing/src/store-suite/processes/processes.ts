import { conflictCases } from '../conflicts.js';
import { failureCases } from '../flows/failures.js';
import { flowRaceCases } from '../flows/flow-races.js';
import { purgeRaceCases } from '../purge-races.js';
import { raceCases } from '../races.js';
import { revocationRaceCases } from '../revocation-races.js';
import type { Suite } from '../suite.js';
import { killCases } from './kills.js';
import { mortalStore } from './mortal-store.js';
import { processPool } from './process-pool.js';

/** How many processes race. */
const processCount = 4;

/** The races again, from several processes, and processes that are killed at work. */
export function processCases(suite: Suite): void {
  const { describe, processes, grants, recorder } = suite;
  if (processes === undefined) {
    recorder.skipGroup('processes', 'processes');
    return;
  }
  const lendProcesses = processPool(processes);
  const acrossProcesses: Suite = {
    ...suite,
    openConnections: async (fixture) =>
      (await lendProcesses(fixture, processCount)).map(({ store }) => store),
  };
  describe('processes', () => {
    raceCases(acrossProcesses);
    conflictCases(acrossProcesses);
    revocationRaceCases(acrossProcesses);
    purgeRaceCases(acrossProcesses);
    describe('kill -9', () => killCases(suite, lendProcesses));
    if (grants.length === 0) return;
    describe('flows', () => flowRaceCases(acrossProcesses));
    describe('flows under kill -9', () =>
      failureCases(suite, (fixture) => mortalStore((count) => lendProcesses(fixture, count))));
  });
}
