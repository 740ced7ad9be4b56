import { expect, it } from 'vitest';
import { insert, recordMaker } from '@oauth/testing';
import { onPostgres } from '../test/on-postgres.js';

const newRecord = recordMaker(9e9);

onPostgres('purge and revoke', ({ name, pool, open, table }) => {
  it('delete thousands of records in batches', async () => {
    const store = await open(await table());
    const insertMany = () =>
      store.commit(Array.from({ length: 1700 }, () => insert(newRecord({ expiresAt: 100 }))));
    await insertMany();
    expect(await store.purge(100, 1600)).toBe(1600);
    expect(await store.purge(100, 1600)).toBe(100);
    await insertMany();
    expect(await store.revoke({ clientId: 'app' })).toBe(1700);
  });

  it('leave a record that a commit holds to the next purge, and do not wait', async () => {
    const prefix = await table();
    const store = await open(prefix);
    const [held, free] = [newRecord({ expiresAt: 100 }), newRecord({ expiresAt: 100 })];
    await store.commit([insert(held)]);
    await store.commit([insert(free)]);
    const blocker = await pool.connect();
    try {
      const lock = `BEGIN; SELECT FROM ${name}.${prefix}records WHERE id = '${held.id}' FOR UPDATE`;
      await blocker.query(lock);
      expect(await store.purge(100, 10)).toBe(1);
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
    expect(await store.get(held.id)).toEqual(held);
    expect(await store.purge(100, 10)).toBe(1);
  });
});
