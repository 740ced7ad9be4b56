import { afterAll, describe, expect, it } from 'vitest';
import { migrate, postgresStore } from '@oauth/store-postgres';
import { formatReport, insert, recordMaker, storeSuite, update } from '@oauth/testing';
import { explainRun, watchPool } from './explain.js';
import { onPostgres } from './on-postgres.js';

const newRecord = recordMaker(9e9);
const partitions = 8;

onPostgres('a table with partitions', (schema) => {
  const { name, pool } = schema;

  describe('in the store suite', () => {
    const makeStore = () => schema.make({ partitions });
    const small = { name: 'PostgreSQL, partitions', persistent: true, list: true, rounds: 3 };
    const report = storeSuite({ describe, expect, it }, makeStore, small);
    afterAll(() => console.log(formatReport(report)));
  });

  it('finds a grant in one of them', async () => {
    const prefix = await schema.table({ partitions });
    const watched = watchPool(pool);
    const store = await postgresStore(watched, { schema: name, prefix });
    const grants = Array.from({ length: 40 }, () => newRecord());
    for (const record of grants) await store.commit([insert(record)]);
    watched.sent.length = 0;

    const [record = newRecord()] = grants;
    const { id, grantId } = record;
    await store.get(id);
    await store.commit([update({ ...record, version: 1 }), insert(newRecord({ grantId }))]);
    await store.commit([
      { type: 'extend', id, expiresAt: 9e9 },
      { type: 'remove', id: newRecord({ grantId }).id },
    ]);
    // A grant's id may be longer than the route.
    const long = newRecord({ grantId: `${grantId}-longer` });
    await store.commit([insert(long), insert(newRecord({ grantId: long.grantId }))]);
    await store.revoke({ grantId: long.grantId });
    expect(watched.sent.length).toBe(6);
    for (const query of watched.sent) {
      const read = listPartitions(await explainRun(pool, query));
      expect(new Set(read).size).toBeLessThanOrEqual(1);
    }
  });

  it('is spread over all of them', async () => {
    const prefix = await schema.table({ partitions });
    const store = await schema.open(prefix);
    for (let grant = 0; grant < 200; grant += 1) await store.commit([insert(newRecord())]);
    const { rows } = await pool.query(
      `SELECT tableoid, count(*) FROM ${name}.${prefix}records GROUP BY tableoid`,
    );
    expect(rows.length).toBe(partitions);
  });

  it('has ids unique over all of them, and is refused when it has not', async () => {
    const prefix = await schema.table({ partitions });
    const quoted = `${name}.${prefix}records`;
    await pool.query(`ALTER TABLE ${quoted}_p3 DROP CONSTRAINT ${prefix}records_p3_pkey`);
    await expect(schema.open(prefix)).rejects.toThrow(
      `postgresStore: unique index on id of ${quoted}_p3`,
    );
    await migrate(pool, { schema: name, prefix });
    expect(await (await schema.open(prefix)).get('none')).toBe(undefined);
  });
});

/** The partitions that a plan has read, once it has run. */
function listPartitions(plan: string): readonly string[] {
  const scans = plan.split('\n').filter((line) => /Scan .*\(actual rows=/.test(line));
  return scans.flatMap((line) => / on \S*?(records_p\d+)/.exec(line)?.[1] ?? []);
}
