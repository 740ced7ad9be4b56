import { afterEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { insert, recordMaker } from '@oauth/testing';
import { emptyFile, type TemporaryFile } from '../test/temporary-file.js';
import { migrate, schema, sqliteStore } from './index.js';

const newRecord = recordMaker(9e9);

const files: TemporaryFile[] = [];
afterEach(() => files.splice(0).forEach((file) => file.remove()));

function openDatabase(): ReturnType<TemporaryFile['connect']> {
  const file = emptyFile();
  files.push(file);
  return file.connect();
}

/** The faults that `open` throws, as paths and messages. */
function collectFaults(open: () => unknown): readonly (readonly [string, string])[] {
  try {
    open();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ path, message }) => [path, message]);
  }
}

const parseStatement = (message = ''): string => message.split('or run: ')[1] ?? '';

describe('a database that lacks something', () => {
  it('is refused with the statements that add it', () => {
    const db = openDatabase();
    const found = collectFaults(() => sqliteStore(db));
    expect(found.map(([path]) => path)).toEqual([
      'sqliteStore: table oauth_records',
      'sqliteStore: index oauth_records_expires_at',
      'sqliteStore: index oauth_records_grant_id',
      'sqliteStore: index oauth_records_subject',
      'sqliteStore: index oauth_records_client',
      'sqliteStore: index oauth_records_document',
    ]);
    for (const [, message] of found) db.exec(parseStatement(message));
    expect(collectFaults(() => sqliteStore(db))).toEqual([]);
  });

  it.each(['version', 'kind', 'grant_id', 'client_id', 'subject', 'expires_at', 'data'])(
    'is refused without column %s, with the statement that adds it',
    (column) => {
      const db = openDatabase();
      migrate(db);
      const store = sqliteStore(db);
      void store.commit([insert(newRecord())]);
      for (const index of ['expires_at', 'grant_id', 'subject', 'client', 'document'])
        db.exec(`DROP INDEX oauth_records_${index}`);
      db.exec(`ALTER TABLE oauth_records DROP COLUMN ${column}`);
      const [[path, message] = [], ...others] = collectFaults(() => sqliteStore(db));
      expect(path).toBe(`sqliteStore: column oauth_records.${column}`);
      expect(message).toContain(`ALTER TABLE oauth_records ADD COLUMN ${column} `);
      db.exec(parseStatement(message));
      for (const [, index] of others) db.exec(parseStatement(index));
      expect(collectFaults(() => sqliteStore(db))).toEqual([]);
    },
  );

  it('is refused without an index, with the statement that adds it', () => {
    const db = openDatabase();
    migrate(db);
    db.exec('DROP INDEX oauth_records_grant_id');
    const message =
      'is missing. Call migrate(database), or run: CREATE INDEX oauth_records_grant_id ON oauth_records (grant_id);';
    expect(collectFaults(() => sqliteStore(db))).toEqual([
      ['sqliteStore: index oauth_records_grant_id', message],
    ]);
  });
});

describe('migrate', () => {
  it('changes nothing in a database that lacks nothing, and keeps every row', () => {
    const db = openDatabase();
    migrate(db);
    const record = newRecord();
    void sqliteStore(db).commit([insert(record)]);
    migrate(db);
    expect(sqliteStore(db).get(record.id)).toEqual(record);
  });

  it('adds what an older table lacks, and lets its rows count as expired', async () => {
    const db = openDatabase();
    db.exec('CREATE TABLE oauth_records (id TEXT PRIMARY KEY NOT NULL, subject TEXT)');
    db.exec("INSERT INTO oauth_records VALUES ('grant.old', 'alice')");
    migrate(db);
    const store = sqliteStore(db);
    expect(() => store.get('grant.old')).toThrow('no record');
    expect(await store.purge(1, 10)).toBe(1);
  });

  it('adds the indexes of lists to a table that was made before there were lists', async () => {
    const db = openDatabase();
    migrate(db);
    const record = newRecord();
    void sqliteStore(db).commit([insert(record)]);
    for (const index of ['client', 'document']) db.exec(`DROP INDEX oauth_records_${index}`);
    db.exec('CREATE INDEX oauth_records_client_id ON oauth_records (client_id)');
    migrate(db);
    const store = sqliteStore(db);
    const page = await store.list({ clientId: record.clientId }, { limit: 10 });
    expect(page.records).toEqual([record]);
  });

  it('leaves a table alone that belongs to something else', () => {
    const db = openDatabase();
    db.exec('CREATE TABLE oauth_records (name TEXT)');
    const message = 'is missing: the table is not one of this store. Give the store another prefix';
    expect(collectFaults(() => migrate(db))).toEqual([
      ['sqliteStore: column oauth_records.id', message],
    ]);
    migrate(db, { prefix: 'auth_' });
    expect(collectFaults(() => sqliteStore(db, { prefix: 'auth_' }))).toEqual([]);
  });
});

describe('schema', () => {
  it('gives the statements that migrate runs on an empty database', () => {
    const [created, migrated] = [openDatabase(), openDatabase()];
    for (const statement of schema({ prefix: 'x_' })) created.exec(statement);
    migrate(migrated, { prefix: 'x_' });
    const objects = 'SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name';
    const readSchema = (db: typeof created): unknown[] => db.prepare(objects).raw().all();
    expect(readSchema(created).length).toBe(6);
    expect(readSchema(created)).toEqual(readSchema(migrated));
  });

  it.each(['', '1a', 'a-b', 'a"b', 'a b', 'ä', 'x'.repeat(41)])(
    'refuses prefix %j, which cannot be part of a name',
    (prefix) => {
      expect(() => schema({ prefix })).toThrow(ConfigurationError);
      expect(() => schema({ prefix })).toThrow(/sqliteStore.prefix: must be at most 40/);
    },
  );
});

it('refuses an option that does not exist, and a value that is none', () => {
  const db = openDatabase();
  migrate(db);
  const misspelt: object = { busyTimeout: 1, synchronous: 'off' };
  expect(collectFaults(() => sqliteStore(db, misspelt))).toEqual([
    [
      'sqliteStore.busyTimeout',
      'is not an option; the options are prefix, busyTimeoutMs, cacheSize, synchronous',
    ],
    ['sqliteStore.synchronous', 'must be full or normal; it is "off"'],
  ]);
  expect(collectFaults(() => migrate(db, misspelt))[0]?.[1]).toContain('the options are prefix');
});

it.each([
  { busyTimeoutMs: -1 },
  { busyTimeoutMs: NaN },
  { cacheSize: 1.5 },
  { busyTimeoutMs: Infinity, cacheSize: -1 },
])('refuses options %j, which are out of range', (options) => {
  const db = openDatabase();
  migrate(db);
  expect(collectFaults(() => sqliteStore(db, options))).toEqual(
    Object.entries(options).map(([option, value]) => [
      `sqliteStore.${option}`,
      `must be an integer from 0 to 1000000; it is ${value}`,
    ]),
  );
});
