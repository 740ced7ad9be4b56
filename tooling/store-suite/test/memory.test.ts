import { afterAll, describe, expect, it } from 'vitest';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
import { memoryStore } from '@oauth/store-memory';
import { formatReport, storeSuite } from '@oauth/testing';

// #311 #313 #314 #316 #317 #319
describe('memoryStore with grants in the store suite', () => {
  const report = storeSuite(
    { describe, expect, it },
    ({ clock }) => ({ store: memoryStore({ clock }) }),
    { name: 'memory, with grants', list: true, grants: [authorizationCode(), refresh()] },
  );
  afterAll(() => console.log(formatReport(report)));
});
