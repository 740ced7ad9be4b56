import type { Suite } from '../suite.js';
import { listPageCases } from './list-pages.js';
import { listTargetCases } from './list-targets.js';

/** What a subject or a client has, and documents of a kind, page by page. */
export function listCases(suite: Suite): void {
  if (!suite.list) {
    suite.recorder.skipGroup('lists', 'list');
    return;
  }
  suite.describe('lists', () => {
    listTargetCases(suite);
    listPageCases(suite);
  });
}
