import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { insert, recordMaker } from '@oauth/testing';
import { onPostgres } from '../test/on-postgres.js';
import { migrate, postgresStore, schema } from './index.js';

const newRecord = recordMaker(9e9);

/** The faults that `open` throws, as paths and messages. */
async function collectFaults(
  open: () => Promise<unknown>,
): Promise<readonly (readonly [string, string])[]> {
  try {
    await open();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ path, message }) => [path, message]);
  }
}

const parseStatement = (message = ''): string => message.split('or run: ')[1] ?? '';

onPostgres('a database that lacks something', ({ name, pool, table }) => {
  it('is refused with the statements that add it', async () => {
    const options = { schema: name, prefix: 'new_' };
    const found = await collectFaults(() => postgresStore(pool, options));
    expect(found.map(([path]) => path)).toEqual([
      `postgresStore: table "${name}".new_records`,
      'postgresStore: index new_records_expires_at',
      'postgresStore: index new_records_grant_id',
      'postgresStore: index new_records_by_subject',
      'postgresStore: index new_records_by_client',
      'postgresStore: index new_records_by_document',
    ]);
    for (const [, message] of found) await pool.query(parseStatement(message));
    expect(await collectFaults(() => postgresStore(pool, options))).toEqual([]);
  });

  it.each([
    'version',
    'kind',
    'grant_id',
    'client_id',
    'subject',
    'expires_at',
    'data',
    'position',
  ])('is refused without column %s, with the statement that adds it', async (column) => {
    const options = { schema: name, prefix: await table() };
    const store = await postgresStore(pool, options);
    await store.commit([insert(newRecord())]);
    const quoted = `"${name}".${options.prefix}records`;
    await pool.query(`ALTER TABLE ${quoted} DROP COLUMN ${column}`);
    const found = await collectFaults(() => postgresStore(pool, options));
    expect(found[0]?.[0]).toBe(`postgresStore: column ${quoted}.${column}`);
    expect(found[0]?.[1]).toContain(`ALTER TABLE ${quoted} ADD COLUMN ${column} `);
    for (const [, message] of found) await pool.query(parseStatement(message));
    expect(await collectFaults(() => postgresStore(pool, options))).toEqual([]);
  });

  it('is refused without an index, with the statement that adds it', async () => {
    const options = { schema: name, prefix: await table() };
    const index = `${options.prefix}records_by_subject`;
    await pool.query(`DROP INDEX ${name}.${index}`);
    const statement = `CREATE INDEX ${index} ON "${name}".${options.prefix}records (left(subject, 250), position) WHERE subject IS NOT NULL;`;
    expect(await collectFaults(() => postgresStore(pool, options))).toEqual([
      [`postgresStore: index ${index}`, `is missing. Call migrate(pool), or run: ${statement}`],
    ]);
  });
});

onPostgres('a table in which ids need not be unique', ({ name, pool, open, table }) => {
  it('is refused with the statement that makes them unique, before two inserts of one id win', async () => {
    const prefix = await table();
    const quoted = `${name}.${prefix}records`;
    await pool.query(`ALTER TABLE ${quoted} DROP CONSTRAINT ${prefix}records_pkey`);
    const found = await collectFaults(() => open(prefix));
    const statement = `CREATE UNIQUE INDEX ON ${quoted} (id);`;
    expect(found).toEqual([
      [
        `postgresStore: unique index on id of ${quoted}`,
        `is missing. Call migrate(pool), or run: ${statement}`,
      ],
    ]);
    await migrate(pool, { schema: name, prefix });
    expect(await collectFaults(() => open(prefix))).toEqual([]);
  });
});

onPostgres('migrate', ({ name, pool, connect }) => {
  it('may run on all nodes at once, and again', async () => {
    const options = { schema: name, prefix: 'nodes_' };
    const pools = Array.from({ length: 4 }, () => connect());
    await Promise.all(pools.map((one) => migrate(one, options)));
    const store = await postgresStore(pool, options);
    const record = newRecord();
    await store.commit([insert(record)]);
    await migrate(pool, options);
    expect(await store.get(record.id)).toEqual(record);
  });

  it('adds what an older table lacks, and lets its rows count as expired', async () => {
    const options = { schema: name, prefix: 'old_' };
    await pool.query(`CREATE TABLE ${name}.old_records (id text PRIMARY KEY, subject text)`);
    await pool.query(`INSERT INTO ${name}.old_records VALUES ('grant.old', 'alice')`);
    await migrate(pool, options);
    const store = await postgresStore(pool, options);
    await expect(store.get('grant.old')).rejects.toThrow('no record');
    expect(await store.purge(1, 10)).toBe(1);
  });

  it('gives rows that were there before there were lists their place in lists', async () => {
    const options = { schema: name, prefix: 'unlisted_' };
    await migrate(pool, options);
    const record = newRecord();
    await (await postgresStore(pool, options)).commit([insert(record)]);
    const quoted = `${name}.unlisted_records`;
    await pool.query(`ALTER TABLE ${quoted} DROP COLUMN position`);
    await pool.query(`CREATE INDEX unlisted_records_client_id ON ${quoted} (left(client_id, 250))`);
    await migrate(pool, options);
    const store = await postgresStore(pool, options);
    const { records } = await store.list({ clientId: record.clientId }, { limit: 10 });
    expect(records).toEqual([record]);
  });

  it('leaves a table alone that belongs to something else', async () => {
    const options = { schema: name, prefix: 'other_' };
    await pool.query(`CREATE TABLE ${name}.other_records (name text)`);
    const message = 'is missing: the table is not one of this store. Give the store another prefix';
    expect(await collectFaults(() => migrate(pool, options))).toEqual([
      [`postgresStore: column "${name}".other_records.id`, message],
    ]);
  });
});

describe('schema', () => {
  it('gives the statements in an order that the database accepts', () => {
    const starts = schema({ schema: 'auth', prefix: 'x_' }).map((text) => text.split(' (')[0]);
    expect(starts).toEqual([
      'CREATE TABLE "auth".x_records',
      'CREATE INDEX x_records_expires_at ON "auth".x_records',
      'CREATE INDEX x_records_grant_id ON "auth".x_records',
      'CREATE INDEX x_records_by_subject ON "auth".x_records',
      'CREATE INDEX x_records_by_client ON "auth".x_records',
      'CREATE INDEX x_records_by_document ON "auth".x_records',
    ]);
  });

  it.each(['', '1a', 'A', 'a-b', 'a"b', 'a.b', 'ä', 'x'.repeat(41)])(
    'refuses name %j, which cannot be part of a name in SQL',
    (text) => {
      expect(() => schema({ prefix: text })).toThrow('postgresStore.prefix: must be at most 40');
      expect(() => schema({ schema: text })).toThrow('postgresStore.schema: must be at most 40');
      expect(() => schema({ schema: text })).toThrow(ConfigurationError);
    },
  );
});
