import { fill, measure } from '@oauth/store-races';
import type { Store } from '@oauth/core';
import { postgresStore, type PostgresPool, type PostgresQuery } from '@oauth/store-postgres';
import { expect, it } from 'vitest';
import { onPostgres } from './on-postgres.js';
import { insert, record, update } from './records.js';

/** `GRANTS=1000000 npm run scaling` for the README's figures. */
const grants = Number(process.env['GRANTS'] ?? 0);
const timeout = 3_600_000;

onPostgres('a request', ({ name, pool, open, table }) => {
  it('finds every row by an index', async () => {
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
    await fill(store, 2000);
    await pool.query(`ANALYZE ${name}.${prefix}records`);
    sent.length = 0;
    await useAll(store);
    expect(sent.length).toBe(10);
    for (const { text, values } of sent) {
      const { rows } = await pool.query(`EXPLAIN ${text}`, values);
      const plan = rows.map((row: object) => Object.values(row).join('')).join('\n');
      expect(plan).not.toMatch(/Seq Scan|Sort/);
    }
  });

  if (grants > 0)
    it(`takes as long with 1000 as with ${grants} live grants`, { timeout }, async () => {
      const few = await fill(await open(await table()), 1000);
      const many = await fill(await open(await table()), grants);
      await measure([few, many], 1000);
      const [before, after] = await measure([few, many], 5000);
      console.log('median µs', before, after);
      // Microseconds: less than a tenth of what a request costs beside the store.
      const besides = 10;
      for (const kind of ['exchange', 'refresh', 'introspect'] as const)
        expect(after?.[kind]).toBeLessThan(1.2 * (before?.[kind] ?? 0) + besides);
    });
});

async function useAll(store: Store): Promise<void> {
  const one = record(9e9);
  const { id, grantId, clientId } = one;
  const subject = 'alice';
  await store.get(id);
  await store.commit([insert(one)]);
  await store.commit([update({ ...one, version: 1 })]);
  await store.commit([{ type: 'extend', id, expiresAt: 9e9 }, insert(record(9e9, { grantId }))]);
  for (const target of [{ grantId }, { subject }, { clientId }, { subject, clientId }])
    await store.revoke(target);
  await store.purge(1, 1);
}
