import { afterAll, describe, expect, it } from 'vitest';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
import { formatReport, storeSuite } from '@oauth/testing';
import { temporaryFile } from '../test/temporary-file.js';

// #77 #82 #311 #313 #314 #316 #317 #319 #320
describe('sqliteStore in the store suite', () => {
  // #region suite
  const makeStore = () => {
    const { path, open, damage, remove } = temporaryFile();
    return { store: open(), open, place: path, damage, close: remove };
  };
  const report = storeSuite({ describe, expect, it }, makeStore, {
    name: 'SQLite',
    persistent: true,
    list: true,
    damage: true,
    processes: new URL('../test/open.mjs', import.meta.url),
    grants: [authorizationCode(), refresh()],
  });
  afterAll(() => console.log(formatReport(report)));
  // #endregion
});
