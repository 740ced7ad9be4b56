import { failingStore } from '../../failing-store.js';
import type { Kit } from '../kit.js';
import { failureCases } from './failures.js';
import { flowRaceCases } from './flow-races.js';
import { staleReadCases } from './stale-reads.js';

/** Whole requests through core and the grants. */
export function flowCases(kit: Kit): void {
  const { describe, grants, recorder } = kit;
  if (grants.length === 0) {
    recorder.skip('flows', 'grants');
    return;
  }
  describe('flows', () => {
    describe('races', () => flowRaceCases(kit));
    describe('failures', () => failureCases(kit, async ({ store }) => failingStore(store)));
    describe('stale reads', () => staleReadCases(kit));
  });
}
