import { atomicityCases } from './atomicity.js';
import type { MakeStore, StoreCapabilities, TestFunctions } from './capabilities.js';
import { commitCases } from './commit.js';
import { conflictCases } from './conflicts.js';
import { damageCases } from './damage.js';
import { expiryCases } from './expiry.js';
import { flowCases } from './flows/flows.js';
import { hostileCases } from './hostile.js';
import { createKit } from './kit.js';
import { processCases } from './processes/processes.js';
import { purgeRaceCases } from './purge-races.js';
import { purgeCases } from './purge.js';
import { raceCases } from './races.js';
import type { StoreReport } from './report.js';
import { revocationRaceCases } from './revocation-races.js';
import { revocationCases } from './revocation.js';
import { roundTripCases } from './round-trip.js';

/**
 * Proves that a store keeps to the contract of core's `Store`: what is stored comes back whole,
 * commits are atomic and have one winner also under fire, revocation leaves nothing live, `purge`
 * takes expired records only, and no failure or death of a process issues anything twice. Brings no
 * test runner: it defines its cases with the functions it is given.
 *
 * @returns what was run, filled while the cases run
 * @throws RangeError when rounds or parallel commits are none
 */
export function storeSuite(
  functions: TestFunctions,
  makeStore: MakeStore,
  capabilities: StoreCapabilities = {},
): StoreReport {
  const kit = createKit(functions, makeStore, capabilities);
  kit.describe(kit.recorder.report.name, () => {
    roundTripCases(kit);
    commitCases(kit);
    atomicityCases(kit);
    raceCases(kit);
    conflictCases(kit);
    revocationCases(kit);
    revocationRaceCases(kit);
    expiryCases(kit);
    purgeCases(kit);
    purgeRaceCases(kit);
    hostileCases(kit);
    damageCases(kit);
    flowCases(kit);
    processCases(kit);
  });
  return kit.recorder.report;
}
