import { atomicityCases } from './atomicity.js';
import type { MakeStore, StoreCapabilities, TestFunctions } from './capabilities.js';
import { commitCases } from './commit.js';
import { conflictCases } from './conflicts.js';
import { damageCases } from './damage.js';
import { documentCases } from './documents.js';
import { expiryCases } from './expiry.js';
import { flowCases } from './flows/flows.js';
import { hostileCases } from './hostile.js';
import { listCases } from './lists/lists.js';
import { processCases } from './processes/processes.js';
import { purgeRaceCases } from './purge-races.js';
import { purgeCases } from './purge.js';
import { raceCases } from './races.js';
import { readHintCases } from './read-hints.js';
import type { StoreReport } from './report.js';
import { revocationRaceCases } from './revocation-races.js';
import { revocationCases } from './revocation.js';
import { roundTripCases } from './round-trip.js';
import { createSuite } from './suite.js';
import { takenIdCases } from './taken-ids.js';

/**
 * Defines cases that prove that a store keeps the contract of core's `Store`: what is stored comes back
 * whole, of parallel commits one wins, a revocation leaves nothing live, `purge` deletes expired
 * records only, and no failure of the store or end of a process issues anything twice.
 *
 * @param functions `describe`, `expect` and `it` or `test` of your test runner
 * @returns a report that fills while the cases run
 * @throws RangeError when `rounds` or `parallel` is less than 1
 */
export function storeSuite(
  functions: TestFunctions,
  makeStore: MakeStore,
  capabilities: StoreCapabilities = {},
): StoreReport {
  const suite = createSuite(functions, makeStore, capabilities);
  suite.describe(suite.recorder.report.name, () => {
    roundTripCases(suite);
    commitCases(suite);
    takenIdCases(suite);
    atomicityCases(suite);
    raceCases(suite);
    conflictCases(suite);
    revocationCases(suite);
    revocationRaceCases(suite);
    documentCases(suite);
    readHintCases(suite);
    listCases(suite);
    expiryCases(suite);
    purgeCases(suite);
    purgeRaceCases(suite);
    hostileCases(suite);
    damageCases(suite);
    flowCases(suite);
    processCases(suite);
  });
  return suite.recorder.report;
}
