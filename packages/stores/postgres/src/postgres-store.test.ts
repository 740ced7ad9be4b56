import { afterAll, describe, expect, it } from 'vitest';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
import { formatReport, storeSuite } from '@oauth/testing';
import { onPostgres } from '../test/on-postgres.js';

// #77 #82 #311 #313 #314 #316 #317 #319 #320
onPostgres('postgresStore in the store suite', (schema) => {
  const report = storeSuite({ describe, expect, it }, () => schema.make(), {
    name: 'PostgreSQL',
    persistent: true,
    list: true,
    damage: true,
    processes: new URL('../test/open.mjs', import.meta.url),
    grants: [authorizationCode(), refresh()],
  });
  afterAll(() => console.log(formatReport(report)));
});
