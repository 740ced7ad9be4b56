import { storeSuite } from '@oauth/testing';
import { describe, expect, it } from 'vitest';
import { temporaryFile } from '../test/temporary-file.js';

describe('the kit, with #319 ids that mean something elsewhere', () => {
  storeSuite(
    { describe, expect, it },
    () => {
      const file = temporaryFile();
      return {
        store: file.open(),
        peers: (count) => Array.from({ length: count }, () => file.open()),
        reopen: () => file.reopen(),
        close: () => file.remove(),
      };
    },
    { persistent: true },
  );
});
