import { expect, it } from 'vitest';
import { insert, recordMaker, update } from '@oauth/testing';
import { onPostgres } from '../test/on-postgres.js';
import { migrate, postgresStore, type PostgresPool, type PostgresQuery } from './index.js';

const newRecord = recordMaker(9e9);

onPostgres('each call of the store', ({ name, connect, table }) => {
  const openWatched = async (options: { readonly prepare?: boolean } = {}) => {
    const pool = connect({ max: 1 });
    const sent: PostgresQuery[] = [];
    const watchedPool: PostgresPool = {
      query: (query) => {
        sent.push(query);
        return pool.query(query);
      },
      connect: () => pool.connect(),
    };
    const where = { schema: name, prefix: await table() };
    const store = await postgresStore(watchedPool, { ...where, ...options });
    sent.length = 0;
    return { pool, sent, store };
  };

  it('is one statement, even a commit of all kinds of changes', async () => {
    const { sent, store } = await openWatched();
    const code = newRecord();
    const { grantId } = code;
    await store.commit([insert(code)]);
    await store.get(code.id);
    await store.commit([
      update({ ...code, version: 1 }),
      insert(newRecord({ grantId })),
      insert(newRecord({ grantId })),
      { type: 'remove', id: 'not there' },
    ]);
    const extend = { type: 'extend', id: code.id, expiresAt: 9e9 } as const;
    await store.commit([extend, insert(newRecord({ grantId }))]);
    await store.commit([update({ ...code, version: 2 })]);
    await store.commit([{ type: 'remove', id: code.id }]);
    await store.revoke({ grantId: 'none' });
    await store.purge(1, 1);
    expect(sent.length).toBe(8);
  });

  it('is planned once if requests make it, under names that PostgreSQL tells apart', async () => {
    const long = 'x'.repeat(39);
    const pool = connect({ max: 1 });
    await pool.query(`CREATE SCHEMA ${long}`);
    try {
      await migrate(pool, { schema: long, prefix: long });
      const store = await postgresStore(pool, { schema: long, prefix: long });
      const code = newRecord();
      await store.commit([insert(code)]);
      await store.commit([update({ ...code, version: 1 }), insert(newRecord())]);
      expect(await store.get(code.id)).toEqual({ ...code, version: 1 });
      const { rows } = await pool.query('SELECT DISTINCT name FROM pg_prepared_statements');
      expect(rows.length).toBe(3);
    } finally {
      await pool.query(`DROP SCHEMA ${long} CASCADE`);
    }
  });

  it.each([true, false])('is prepared as the option `prepare` says: %s', async (prepare) => {
    const { pool, store } = await openWatched({ prepare });
    for (let turn = 0; turn < 3; turn += 1) {
      await store.get('none');
      await store.commit([insert(newRecord())]);
    }
    const { rows } = await pool.query('SELECT name FROM pg_prepared_statements');
    expect(rows.length).toBe(prepare ? 2 : 0);
  });
});
