import { expect, it } from 'vitest';
import { onPostgres } from '../test/on-postgres.js';
import { insert, record, update } from '../test/records.js';
import { withSettings } from '../test/temporary-schema.js';
import { postgresStore } from './index.js';

onPostgres('what the database undoes is done again', ({ name, connect, open, table }, url) => {
  it.each(['repeatable\\ read', 'serializable'])('at %s one commit wins', async (isolation) => {
    const setting = `default_transaction_isolation=${isolation}`;
    const pool = connect({ connectionString: withSettings(url, setting) });
    const store = await postgresStore(pool, { schema: name, prefix: await table() });
    for (let round = 0; round < 10; round += 1) {
      const code = record(9e9);
      await store.commit([insert(code)]);
      const { grantId, id } = code;
      const results = await Promise.all(
        Array.from({ length: 16 }, async () =>
          store.commit([update({ ...code, version: 1 }), insert(record(9e9, { grantId }))]),
        ),
      );
      expect(results.filter(({ committed }) => committed).length).toBe(1);
      for (const result of results) if (!result.committed) expect(result.lost).toBe(id);
      expect(await store.revoke({ grantId })).toBe(2);
    }
  });

  it('commits that wait for each other both end', async () => {
    const store = await open(await table());
    for (let round = 0; round < 10; round += 1) {
      const one = record(9e9);
      const other = record(9e9, { grantId: one.grantId });
      await store.commit([insert(one), insert(other)]);
      const results = await Promise.all([
        store.commit([update({ ...one, version: 1 }), { type: 'remove', id: other.id }]),
        store.commit([update({ ...other, version: 1 }), { type: 'remove', id: one.id }]),
      ]);
      expect(results.filter(({ committed }) => committed).length).toBe(1);
      expect(await store.revoke({ grantId: one.grantId })).toBe(1);
    }
  });
});
