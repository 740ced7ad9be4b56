import { afterEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { insert, record } from '../test/records.js';
import { emptyFile, type TemporaryFile } from '../test/temporary-file.js';
import { migrate, schema, sqliteStore } from './index.js';

const files: TemporaryFile[] = [];
afterEach(() => files.splice(0).forEach((file) => file.remove()));

function database(): ReturnType<TemporaryFile['connect']> {
  const file = emptyFile();
  files.push(file);
  return file.connect();
}

/** What opening a store finds missing. */
function faults(open: () => unknown): readonly (readonly [string, string])[] {
  try {
    open();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ path, message }) => [path, message]);
  }
}

const statementIn = (message = ''): string => message.split('or run: ')[1] ?? '';

describe('a database that lacks something', () => {
  it('is refused with the statements that make it fit', () => {
    const db = database();
    const found = faults(() => sqliteStore(db));
    expect(found.map(([path]) => path)).toEqual([
      'sqliteStore: table oauth_records',
      'sqliteStore: index oauth_records_expires_at',
      'sqliteStore: index oauth_records_grant_id',
      'sqliteStore: index oauth_records_subject',
      'sqliteStore: index oauth_records_client_id',
    ]);
    for (const [, message] of found) db.exec(statementIn(message));
    expect(faults(() => sqliteStore(db))).toEqual([]);
  });

  it.each(['version', 'kind', 'grant_id', 'client_id', 'subject', 'expires_at', 'data'])(
    'names column %s and the statement that adds it',
    (column) => {
      const db = database();
      migrate(db);
      const store = sqliteStore(db);
      void store.commit([insert(record(9e9))]);
      db.exec(`DROP INDEX IF EXISTS oauth_records_${column}`);
      db.exec(`ALTER TABLE oauth_records DROP COLUMN ${column}`);
      const [[path, message] = [], ...others] = faults(() => sqliteStore(db));
      expect(path).toBe(`sqliteStore: column oauth_records.${column}`);
      expect(message).toContain(`ALTER TABLE oauth_records ADD COLUMN ${column} `);
      db.exec(statementIn(message));
      for (const [, index] of others) db.exec(statementIn(index));
      expect(faults(() => sqliteStore(db))).toEqual([]);
    },
  );

  it('names an index', () => {
    const db = database();
    migrate(db);
    db.exec('DROP INDEX oauth_records_grant_id');
    const message =
      'is missing. Call migrate(database), or run: CREATE INDEX oauth_records_grant_id ON oauth_records (grant_id);';
    expect(faults(() => sqliteStore(db))).toEqual([
      ['sqliteStore: index oauth_records_grant_id', message],
    ]);
  });
});

describe('migrate', () => {
  it('does nothing when there is nothing to do, and keeps every row', () => {
    const db = database();
    migrate(db);
    const one = record(9e9);
    void sqliteStore(db).commit([insert(one)]);
    migrate(db);
    expect(sqliteStore(db).get(one.id)).toEqual(one);
  });

  it('adds what an older table lacks; its rows count as expired', async () => {
    const db = database();
    db.exec('CREATE TABLE oauth_records (id TEXT PRIMARY KEY NOT NULL, subject TEXT)');
    db.exec("INSERT INTO oauth_records VALUES ('grant.old', 'alice')");
    migrate(db);
    const store = sqliteStore(db);
    expect(() => store.get('grant.old')).toThrow('no record');
    expect(await store.purge(1, 10)).toBe(1);
  });

  it('leaves a table alone that is not its own', () => {
    const db = database();
    db.exec('CREATE TABLE oauth_records (name TEXT)');
    const message = 'is missing: the table is not one of this store. Give the store another prefix';
    expect(faults(() => migrate(db))).toEqual([['sqliteStore: column oauth_records.id', message]]);
    migrate(db, { prefix: 'auth_' });
    expect(faults(() => sqliteStore(db, { prefix: 'auth_' }))).toEqual([]);
  });
});

describe('schema', () => {
  it('is what migrate runs on an empty database', () => {
    const [own, migrated] = [database(), database()];
    for (const statement of schema({ prefix: 'x_' })) own.exec(statement);
    migrate(migrated, { prefix: 'x_' });
    const made = 'SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name';
    const texts = (db: typeof own): unknown[] => db.prepare(made).raw().all();
    expect(texts(own).length).toBe(5);
    expect(texts(own)).toEqual(texts(migrated));
  });

  it.each(['', '1a', 'a-b', 'a"b', 'a b', 'ä', 'x'.repeat(41)])('refuses prefix %j', (prefix) => {
    expect(() => schema({ prefix })).toThrow(ConfigurationError);
    expect(() => schema({ prefix })).toThrow(/sqliteStore.prefix: must be at most 40/);
  });
});

it.each([
  { busyTimeout: -1 },
  { busyTimeout: NaN },
  { cacheSize: 1.5 },
  { busyTimeout: Infinity, cacheSize: -1 },
])('refuses options %j', (options) => {
  const db = database();
  migrate(db);
  expect(faults(() => sqliteStore(db, options))).toEqual(
    Object.keys(options).map((option) => [
      `sqliteStore.${option}`,
      'must be an integer from 0 to 1000000',
    ]),
  );
});
