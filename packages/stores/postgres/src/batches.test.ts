import { expect, it } from 'vitest';
import { onPostgres } from '../test/on-postgres.js';
import { insert, record } from '../test/records.js';

onPostgres('purge and revoke', ({ name, pool, open, table }) => {
  it('take thousands of records in batches', async () => {
    const store = await open(await table());
    const make = () => store.commit(Array.from({ length: 1700 }, () => insert(record(100))));
    await make();
    expect(await store.purge(100, 1600)).toBe(1600);
    expect(await store.purge(100, 1600)).toBe(100);
    await make();
    expect(await store.revoke({ clientId: 'app' })).toBe(1700);
  });

  it('leave a record that a commit holds to the next purge, and wait for nobody', async () => {
    const prefix = await table();
    const store = await open(prefix);
    const [held, free] = [record(100), record(100)];
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
