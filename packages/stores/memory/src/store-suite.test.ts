import { afterAll, describe, expect, it } from 'vitest';
import { formatReport, storeSuite } from '@oauth/testing';
import { memoryStore } from './index.js';

// tooling/store-suite sends whole requests through this store: the grants' own tests use it.
// #311 #313 #314 #317
describe('memoryStore in the store suite', () => {
  const report = storeSuite(
    { describe, expect, it },
    ({ clock }) => ({ store: memoryStore({ clock }) }),
    { name: 'memory', list: true },
  );
  afterAll(() => console.log(formatReport(report)));
});
