import { expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { sqliteStore, type SqliteDatabase } from '@oauth/store-sqlite';
import { insert, recordMaker, update } from '@oauth/testing';
import { temporaryFile } from './temporary-file.js';

const newRecord = recordMaker(9e9);

it('finds every row by an index, so that a request takes as long however many rows there are', async () => {
  const file = temporaryFile();
  try {
    const database = file.connect();
    const prepared = new Set<string>();
    const watchedDatabase: SqliteDatabase = {
      exec: (sql) => database.exec(sql),
      prepare(sql) {
        if (/^(SELECT|UPDATE|DELETE)(?!.*pragma)/.test(sql)) prepared.add(sql);
        return database.prepare(sql);
      },
    };
    await callEveryMethod(sqliteStore(watchedDatabase));
    expect(prepared.size).toBe(13);
    for (const sql of prepared) {
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).raw().all();
      expect(JSON.stringify(plan)).toMatch(/SEARCH oauth_records USING/);
      expect(JSON.stringify(plan)).not.toMatch(/SCAN oauth_records|TEMP B-TREE/);
    }
  } finally {
    file.remove();
  }
});

async function callEveryMethod(store: Store): Promise<void> {
  const record = newRecord();
  const { id, subject = '', grantId, clientId } = record;
  await store.commit([insert(record)]);
  await store.commit([update({ ...record, version: 1 })]);
  await store.commit([
    { type: 'extend', id, expiresAt: 9e9 },
    { type: 'remove', id },
  ]);
  for (const target of [{ grantId }, { subject }, { clientId }, { subject, clientId }])
    await store.revoke(target);
  await store.purge(1, 1);
  for (const target of [{ subject }, { clientId }, { documents: 'user' }])
    await store.list?.(target, { limit: 10, kind: 'access_token' });
}
