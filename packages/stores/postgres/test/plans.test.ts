import { expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { postgresStore, type PostgresPool, type PostgresQuery } from '@oauth/store-postgres';
import { onPostgres } from './on-postgres.js';
import { insert, record, update } from './records.js';

onPostgres('a request', ({ name, pool, table }) => {
  // Connections that were there before the rows have plans that were made for an empty table.
  it.each(['empty', 'full'])(
    'finds every row by an index, planned on an %s table',
    async (when) => {
      const prefix = await table();
      const sent: PostgresQuery[] = [];
      const watched: PostgresPool = {
        query: (query) => {
          sent.push(query);
          return pool.query(query);
        },
        connect: () => pool.connect(),
      };
      const store = await postgresStore(watched, { schema: name, prefix });
      if (when === 'full') {
        await fill(store);
        await pool.query(`ANALYZE ${name}.${prefix}records`);
      }
      sent.length = 0;
      await useAll(store);
      expect(sent.length).toBe(11);
      for (const query of sent) {
        // What has no name is planned for the table as it is then.
        if (query.name === undefined && when === 'empty') continue;
        expect(await planOf(query)).not.toMatch(/Seq Scan|Sort/);
      }
    },
  );

  /** The plan for any values. */
  async function planOf({ text, values = [] }: PostgresQuery): Promise<string> {
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

async function fill(store: Store): Promise<void> {
  for (let batch = 0; batch < 10; batch += 1)
    await store.commit(
      Array.from({ length: 400 }, (_, index) =>
        insert(record(9e9, { subject: `user-${index}`, clientId: `client-${index}` })),
      ),
    );
}

async function useAll(store: Store): Promise<void> {
  const one = record(9e9);
  const { id, grantId, clientId } = one;
  const subject = 'alice';
  await store.get(id);
  await store.commit([insert(one)]);
  await store.commit([update({ ...one, version: 1 })]);
  await store.commit([{ type: 'extend', id, expiresAt: 9e9 }, insert(record(9e9, { grantId }))]);
  await store.commit([{ type: 'remove', id: 'none' }]);
  for (const target of [{ grantId }, { subject }, { clientId }, { subject, clientId }])
    await store.revoke(target);
  await store.purge(1, 1);
}
