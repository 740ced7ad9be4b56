import { fill, measure } from '@oauth/store-races';
import type { Store } from '@oauth/core';
import { expect, it } from 'vitest';
import { sqliteStore, type SqliteDatabase } from '@oauth/store-sqlite';
import { insert, record, update } from './records.js';
import { temporaryFile } from './temporary-file.js';

it('finds every row by an index, so that a request costs the same however many there are', async () => {
  const file = temporaryFile();
  try {
    const database = file.connect();
    const prepared = new Set<string>();
    const watched: SqliteDatabase = {
      exec: (sql) => database.exec(sql),
      prepare(sql) {
        if (/^(SELECT|UPDATE|DELETE)(?!.*pragma)/.test(sql)) prepared.add(sql);
        return database.prepare(sql);
      },
    };
    await useAll(sqliteStore(watched));
    expect(prepared.size).toBe(10);
    for (const sql of prepared) {
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).raw().all();
      expect(JSON.stringify(plan)).toMatch(/SEARCH oauth_records USING/);
      expect(JSON.stringify(plan)).not.toMatch(/SCAN oauth_records|TEMP B-TREE/);
    }
  } finally {
    file.remove();
  }
});

async function useAll(store: Store): Promise<void> {
  const one = record(9e9);
  const { id, subject = 'alice', grantId, clientId } = one;
  await store.commit([insert(one)]);
  await store.commit([update({ ...one, version: 1 })]);
  await store.commit([
    { type: 'extend', id, expiresAt: 9e9 },
    { type: 'remove', id },
  ]);
  for (const target of [{ grantId }, { subject }, { clientId }, { subject, clientId }])
    await store.revoke(target);
  await store.purge(1, 1);
}

/** `GRANTS=1000000 npm run scaling` for the README's figures. */
const grants = Number(process.env['GRANTS'] ?? 0);

if (grants > 0)
  it(`takes as long with 1000 as with ${grants} live grants`, { timeout: 3_600_000 }, async () => {
    const files = [temporaryFile(), temporaryFile()] as const;
    try {
      const few = await fill(files[0].open(), 1000);
      const many = await fill(files[1].open(), grants);
      await measure([few, many], 1000);
      const [before, after] = await measure([few, many], 5000);
      console.log('median µs', before, after);
      // Microseconds: less than a tenth of what a request costs beside the store.
      const besides = 10;
      for (const kind of ['exchange', 'refresh', 'introspect'] as const)
        expect(after?.[kind]).toBeLessThan(1.2 * (before?.[kind] ?? 0) + besides);
    } finally {
      for (const file of files) file.remove();
    }
  });
