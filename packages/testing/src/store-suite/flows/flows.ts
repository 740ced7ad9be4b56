import { failingStore } from '../../failing-store.js';
import type { Suite } from '../suite.js';
import { failureCases } from './failures.js';
import { flowRaceCases } from './flow-races.js';
import { staleReadCases } from './stale-reads.js';

/** Whole requests through core and the grants. */
export function flowCases(suite: Suite): void {
  const { describe, grants, recorder } = suite;
  if (grants.length === 0) {
    recorder.skipGroup('flows', 'grants');
    return;
  }
  describe('flows', () => {
    describe('races', () => flowRaceCases(suite));
    describe('failures', () => failureCases(suite, async ({ store }) => failingStore(store)));
    describe('stale reads', () => staleReadCases(suite));
  });
}
