import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
import { formatReport, storeSuite } from '@oauth/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryStore } from './index.js';

describe('#311 #313 #314 #316 #317 #319', () => {
  const report = storeSuite(
    { describe, expect, it },
    ({ now }) => ({ store: memoryStore({ now }) }),
    {
      name: 'memory',
      grants: [authorizationCode(), refresh()],
    },
  );
  afterAll(() => console.log(formatReport(report)));
});
