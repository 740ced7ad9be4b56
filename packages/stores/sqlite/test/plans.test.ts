import { expect, it } from 'vitest';
import type { Store } from '@oauth/core';
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
