import { afterAll, describe, expect, it } from 'vitest';
import { formatReport, storeSuite } from '@oauth/testing';
import { memoryStore } from './index.js';

// Whole requests go through this store in tooling/store-kit: the grants are tested with it.
// #311 #313 #314 #317
describe('memoryStore in the store suite', () => {
  const report = storeSuite(
    { describe, expect, it },
    ({ clock }) => ({ store: memoryStore({ clock }) }),
    { name: 'memory' },
  );
  afterAll(() => console.log(formatReport(report)));
});
