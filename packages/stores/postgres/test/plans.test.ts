import { expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { postgresStore } from '@oauth/store-postgres';
import { insert, recordMaker, update } from '@oauth/testing';
import { explain, watchPool } from './explain.js';
import { onPostgres } from './on-postgres.js';

const newRecord = recordMaker(9e9);

onPostgres('a request', ({ name, pool, table }) => {
  // A connection that is older than the rows has plans that were made for an empty table.
  it.each(['empty', 'full'])(
    'finds every row by an index, planned on an %s table',
    async (when) => {
      const prefix = await table();
      const watched = watchPool(pool);
      const store = await postgresStore(watched, { schema: name, prefix });
      if (when === 'full') {
        await insertMany(store);
        await pool.query(`ANALYZE ${name}.${prefix}records`);
      }
      watched.sent.length = 0;
      await callEveryMethod(store);
      expect(watched.sent.length).toBe(16);
      for (const query of watched.sent) {
        // A query without a name is planned anew each time, for the table as it is then.
        if (query.name === undefined && when === 'empty') continue;
        expect(await explain(pool, query)).not.toMatch(/Seq Scan|Sort/);
      }
    },
  );

  it('finds its records by their ids alone, whatever statistics say of grants', async () => {
    const prefix = await table();
    const watched = watchPool(pool);
    const store = await postgresStore(watched, { schema: name, prefix });
    const record = newRecord();
    const { id, grantId } = record;
    await store.commit([insert(record)]);
    await insertMany(store);
    // Most grants have one record, so an index on the grant looks as good as one on the id.
    await pool.query(`ANALYZE ${name}.${prefix}records`);
    watched.sent.length = 0;
    await store.get(id);
    await store.commit([
      update({ ...record, version: 1 }),
      insert(newRecord({ grantId })),
      { type: 'remove', id: 'none' },
    ]);
    await store.commit([{ type: 'extend', id, expiresAt: 9e9 }, insert(newRecord({ grantId }))]);
    expect(watched.sent.length).toBe(3);
    for (const query of watched.sent) {
      const plan = await explain(pool, query);
      expect(plan).toContain(`${prefix}records_pkey`);
      expect(plan).not.toMatch(/records_(grant_id|expires_at|by_)/);
    }
  });
});

async function insertMany(store: Store): Promise<void> {
  for (let batch = 0; batch < 10; batch += 1)
    await store.commit(
      Array.from({ length: 400 }, (_, index) =>
        insert(newRecord({ subject: `user-${index}`, clientId: `client-${index}` })),
      ),
    );
}

async function callEveryMethod(store: Store): Promise<void> {
  const record = newRecord();
  const { id, grantId, clientId } = record;
  const subject = 'alice';
  await store.get(id);
  await store.commit([insert(record)]);
  await store.commit([update({ ...record, version: 1 })]);
  await store.commit([{ type: 'extend', id, expiresAt: 9e9 }, insert(newRecord({ grantId }))]);
  await store.commit([{ type: 'remove', id: 'none' }]);
  // Loses to a taken id, and looks it up.
  await store.commit([insert(record), insert(newRecord({ grantId }))]);
  for (const target of [{ grantId }, { subject }, { clientId }, { subject, clientId }])
    await store.revoke(target);
  await store.purge(1, 1);
  for (const target of [{ subject }, { clientId }, { documents: 'user' }])
    await store.list?.(target, { limit: 10, after: '5', kind: 'access_token' });
}
