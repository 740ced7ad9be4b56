import { expect, it } from 'vitest';
import { onPostgres } from '../test/on-postgres.js';
import { insert, record, update } from '../test/records.js';
import { postgresStore, type PostgresPool, type PostgresQuery } from './index.js';

onPostgres('each call', ({ name, connect, table }) => {
  const watched = async (options: { readonly prepare?: boolean } = {}) => {
    const pool = connect({ max: 1 });
    const sent: PostgresQuery[] = [];
    const watching: PostgresPool = {
      query: (query) => {
        sent.push(query);
        return pool.query(query);
      },
      connect: () => pool.connect(),
    };
    const where = { schema: name, prefix: await table() };
    const store = await postgresStore(watching, { ...where, ...options });
    sent.length = 0;
    return { pool, sent, store };
  };

  it('is one statement, also a commit with everything in it', async () => {
    const { sent, store } = await watched();
    const code = record(9e9);
    const { grantId } = code;
    await store.commit([insert(code)]);
    await store.get(code.id);
    await store.commit([
      update({ ...code, version: 1 }),
      insert(record(9e9, { grantId })),
      insert(record(9e9, { grantId })),
      { type: 'remove', id: 'gone' },
    ]);
    await store.commit([
      { type: 'extend', id: code.id, expiresAt: 9e9 },
      insert(record(9e9, { grantId })),
    ]);
    expect(sent.map((query) => query.name?.split(' ').at(-1))).toEqual([
      'plain',
      'select',
      'update',
      'extend',
    ]);
  });

  it.each([true, false])('is prepared if that is wanted: %s', async (prepare) => {
    const { pool, store } = await watched({ prepare });
    for (let turn = 0; turn < 3; turn += 1) {
      await store.get('none');
      await store.commit([insert(record(9e9))]);
    }
    const { rows } = await pool.query('SELECT name FROM pg_prepared_statements');
    expect(rows.length).toBe(prepare ? 2 : 0);
  });
});
