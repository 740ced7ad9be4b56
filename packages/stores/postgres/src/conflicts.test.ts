import { expect, it } from 'vitest';
import { insert, recordMaker, update } from '@oauth/testing';
import { onPostgres } from '../test/on-postgres.js';
import { withSettings } from '../test/temporary-schema.js';
import { postgresStore } from './index.js';

const newRecord = recordMaker(9e9);

onPostgres(
  'a commit that the database undoes is made again',
  ({ name, pool, connect, table }, url) => {
    it.each(['repeatable\\ read', 'serializable'])(
      'so that at %s one of many wins',
      async (isolation) => {
        const setting = `default_transaction_isolation=${isolation}`;
        const pool = connect({ connectionString: withSettings(url, setting) });
        const store = await postgresStore(pool, { schema: name, prefix: await table() });
        for (let round = 0; round < 10; round += 1) {
          const code = newRecord();
          await store.commit([insert(code)]);
          const { grantId, id } = code;
          const results = await Promise.all(
            Array.from({ length: 16 }, async () =>
              store.commit([update({ ...code, version: 1 }), insert(newRecord({ grantId }))]),
            ),
          );
          expect(results.filter(({ committed }) => committed).length).toBe(1);
          for (const result of results) if (!result.committed) expect(result.lost).toBe(id);
          expect(await store.revoke({ grantId })).toBe(2);
        }
      },
    );

    it('so that a deadlock delays it only', async () => {
      const prefix = await table();
      const application_name = `${name}_deadlock`;
      const singlePool = connect({ max: 1, application_name });
      const store = await postgresStore(singlePool, { schema: name, prefix });
      const updated = newRecord();
      const removed = newRecord({ grantId: updated.grantId });
      await store.commit([insert(updated), insert(removed)]);
      const lock = `SELECT FROM ${name}.${prefix}records WHERE id = $1 FOR UPDATE`;
      const rival = await pool.connect();
      try {
        await rival.query('BEGIN');
        await rival.query(lock, [removed.id]);
        const commit = store.commit([
          update({ ...updated, version: 1 }),
          { type: 'remove', id: removed.id },
        ]);
        while ((await pool.query(waitingConnections, [application_name])).rows.length === 0);
        // PostgreSQL ends the transaction that first notices the deadlock: the commit, which waits longer.
        await rival.query(lock, [updated.id]);
        await rival.query('ROLLBACK');
        expect(await commit).toEqual({ committed: true });
      } finally {
        rival.release();
      }
      expect(await store.get(removed.id)).toBe(undefined);
    });
  },
);

const waitingConnections = `SELECT FROM pg_stat_activity
  WHERE application_name = $1 AND wait_event_type = 'Lock'`;
