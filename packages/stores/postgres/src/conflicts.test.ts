import { expect, it } from 'vitest';
import { onPostgres } from '../test/on-postgres.js';
import { insert, record, update } from '../test/records.js';
import { withSettings } from '../test/temporary-schema.js';
import { postgresStore } from './index.js';

onPostgres('what the database undoes is done again', ({ name, pool, connect, table }, url) => {
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

  it('a commit that the database ends because of a deadlock takes effect later', async () => {
    const prefix = await table();
    const application_name = `${name}_deadlock`;
    const own = connect({ max: 1, application_name });
    const store = await postgresStore(own, { schema: name, prefix });
    const one = record(9e9);
    const other = record(9e9, { grantId: one.grantId });
    await store.commit([insert(one), insert(other)]);
    const lock = `SELECT FROM ${name}.${prefix}records WHERE id = $1 FOR UPDATE`;
    const rival = await pool.connect();
    try {
      await rival.query('BEGIN');
      await rival.query(lock, [other.id]);
      const commit = store.commit([
        update({ ...one, version: 1 }),
        { type: 'remove', id: other.id },
      ]);
      while ((await pool.query(waiting, [application_name])).rows.length === 0);
      // Of two that wait for each other PostgreSQL ends the one that first finds out.
      await rival.query(lock, [one.id]);
      await rival.query('ROLLBACK');
      expect(await commit).toEqual({ committed: true });
    } finally {
      rival.release();
    }
    expect(await store.get(other.id)).toBe(undefined);
  });
});

const waiting = `SELECT FROM pg_stat_activity
  WHERE application_name = $1 AND wait_event_type = 'Lock'`;
