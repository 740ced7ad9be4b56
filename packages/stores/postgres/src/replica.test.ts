import { expect, it } from 'vitest';
import { insert, recordMaker, spend, update } from '@oauth/testing';
import { onPostgres } from '../test/on-postgres.js';
import { postgresStore, type PostgresQuery, type PostgresQueryable } from './index.js';

const newRecord = recordMaker(9e9);

onPostgres('a replica', ({ name, pool, table }) => {
  /** A store whose replica has what a table of the same name in another schema has. */
  async function openWithReplica() {
    const prefix = await table();
    const replica = await table();
    const asked: PostgresQuery[] = [];
    const database: PostgresQueryable = {
      query(query) {
        asked.push(query);
        const text = query.text.replaceAll(`${prefix}records`, `${replica}records`);
        return pool.query({ text, values: [...(query.values ?? [])] });
      },
    };
    const replicate = () =>
      pool.query(`INSERT INTO ${name}.${replica}records SELECT * FROM ${name}.${prefix}records`);
    const store = await postgresStore(pool, { schema: name, prefix, replica: database });
    return { store, replicate, asked };
  }

  it('answers reads that may be behind, and no others', async () => {
    const { store, replicate, asked } = await openWithReplica();
    const token = newRecord();
    await store.commit([insert(token)]);
    await replicate();
    await store.commit([update(spend(token))]);
    expect(await store.get(token.id, { stale: true })).toEqual(token);
    expect(asked.length).toBe(1);
    for (const hint of [undefined, {}, { kind: token.kind }, { stale: false }])
      expect(await store.get(token.id, hint)).toEqual(spend(token));
    await store.list({ subject: 'alice' }, { limit: 10 });
    await store.revoke({ grantId: token.grantId });
    await store.purge(1, 1);
    expect(asked.length).toBe(1);
  });

  it('that does not have a new token yet makes no API refuse it', async () => {
    const { store, asked } = await openWithReplica();
    const token = newRecord();
    await store.commit([insert(token)]);
    expect(await store.get(token.id, { stale: true })).toEqual(token);
    expect(await store.get('unknown', { stale: true })).toBe(undefined);
    expect(asked.length).toBe(2);
  });

  it('that cannot be reached makes such reads reject', async () => {
    const broken = { query: () => Promise.reject(new Error('replica away')) };
    const store = await postgresStore(pool, {
      schema: name,
      prefix: await table(),
      replica: broken,
    });
    await expect(store.get('a', { stale: true })).rejects.toThrow('replica away');
    expect(await store.get('a')).toBe(undefined);
  });
});
