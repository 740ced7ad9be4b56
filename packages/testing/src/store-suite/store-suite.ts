import { atomicityCases } from './atomicity.js';
import { commitCases } from './commit.js';
import { expiryCases } from './expiry.js';
import { hostileCases } from './hostile.js';
import { createKit, type MakeStore, type StoreCapabilities, type TestFunctions } from './kit.js';
import { raceCases } from './races.js';
import { revocationCases } from './revocation.js';
import { revocationRaceCases } from './revocation-races.js';
import { roundTripCases } from './round-trip.js';

/**
 * Proves that a store keeps to the contract of core's `Store`: what is stored comes back whole,
 * commits are atomic and have one winner also under fire, revocation leaves nothing live, and
 * `purge` takes expired records only. Brings no test runner: it defines its cases with the
 * functions it is given.
 */
export function storeSuite(
  functions: TestFunctions,
  makeStore: MakeStore,
  capabilities: StoreCapabilities = {},
): void {
  const kit = createKit(functions, makeStore, capabilities);
  kit.describe('store', () => {
    roundTripCases(kit);
    commitCases(kit);
    atomicityCases(kit);
    raceCases(kit);
    revocationCases(kit);
    revocationRaceCases(kit);
    expiryCases(kit);
    hostileCases(kit);
  });
}
