import { expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { postgresStore, type PostgresPool, type PostgresQuery } from '@oauth/store-postgres';
import { insert, recordMaker, update } from '@oauth/testing';
import { onPostgres } from './on-postgres.js';

const newRecord = recordMaker(9e9);

onPostgres('a request', ({ name, pool, table }) => {
  // A connection that is older than the rows has plans that were made for an empty table.
  it.each(['empty', 'full'])(
    'finds every row by an index, planned on an %s table',
    async (when) => {
      const prefix = await table();
      const sent: PostgresQuery[] = [];
      const watchedPool: PostgresPool = {
        query: (query) => {
          sent.push(query);
          return pool.query(query);
        },
        connect: () => pool.connect(),
      };
      const store = await postgresStore(watchedPool, { schema: name, prefix });
      if (when === 'full') {
        await insertMany(store);
        await pool.query(`ANALYZE ${name}.${prefix}records`);
      }
      sent.length = 0;
      await callEveryMethod(store);
      expect(sent.length).toBe(11);
      for (const query of sent) {
        // A query without a name is planned anew each time, for the table as it is then.
        if (query.name === undefined && when === 'empty') continue;
        expect(await explain(query)).not.toMatch(/Seq Scan|Sort/);
      }
    },
  );

  /** The plan for any values, which a prepared statement keeps. */
  async function explain({ text, values = [] }: PostgresQuery): Promise<string> {
    const client = await pool.connect();
    try {
      await client.query('SET plan_cache_mode = force_generic_plan');
      await client.query(`PREPARE planned AS ${text}`);
      const nulls = values.map(() => 'NULL').join(', ');
      const { rows } = await client.query(`EXPLAIN EXECUTE planned(${nulls})`);
      return rows.map((row: object) => Object.values(row).join('')).join('\n');
    } finally {
      await client.query('DEALLOCATE planned; RESET plan_cache_mode');
      client.release();
    }
  }
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
  for (const target of [{ grantId }, { subject }, { clientId }, { subject, clientId }])
    await store.revoke(target);
  await store.purge(1, 1);
}
