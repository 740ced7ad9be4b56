import { expect, it } from 'vitest';
import { insert, recordMaker } from '@oauth/testing';
import { temporaryFile } from '../test/temporary-file.js';

const newRecord = recordMaker(9e9);

it.each(['purge', 'revoke'] as const)(
  '%s lets other processes write between its batches',
  async (name) => {
    const file = temporaryFile();
    try {
      const [store, other] = [file.open(), file.open()];
      const database = file.connect();
      const ids = database.prepare('SELECT id FROM oauth_records');
      const expired = Array.from({ length: 1000 }, () => newRecord({ expiresAt: 100 }));
      void store.commit(expired.map(insert));
      const deleting = name === 'purge' ? store.purge(100, 900) : store.revoke({ clientId: 'app' });
      expect(ids.all().length).toBe(950);
      const live = newRecord({ clientId: 'other' });
      expect(other.commit([insert(live)])).toEqual({ committed: true });
      expect(await deleting).toBe(name === 'purge' ? 900 : 1000);
      expect(ids.all().length).toBe(name === 'purge' ? 101 : 1);
      expect(store.get(live.id)).toEqual(live);
    } finally {
      file.remove();
    }
  },
);
