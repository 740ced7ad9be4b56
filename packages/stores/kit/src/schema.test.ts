import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import {
  collectNames,
  createStatements,
  migrationStatements,
  schemaFaults,
  type TableDefinition,
} from './index.js';

const table: TableDefinition = {
  name: 'oauth_records',
  quoted: '"auth".oauth_records',
  columns: { id: 'TEXT PRIMARY KEY', kind: "TEXT NOT NULL DEFAULT ''" },
  indexes: { kind: '(kind)' },
  suffix: ' STRICT',
};
const owner = { store: 'anyStore', migrate: 'migrate(pool)' };
const parts = (columns: readonly string[], indexes: readonly string[] = []) => ({
  columns: new Set(columns),
  indexes: new Set(indexes),
});

const createTable = `CREATE TABLE "auth".oauth_records (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL DEFAULT ''
) STRICT`;
const createIndex = 'CREATE INDEX oauth_records_kind ON "auth".oauth_records (kind)';
const addColumn = `ALTER TABLE "auth".oauth_records ADD COLUMN kind TEXT NOT NULL DEFAULT ''`;

describe('the schema of a table of records', () => {
  it('is created by statements in an order that a database accepts', () => {
    expect(createStatements(table)).toEqual([createTable, createIndex]);
  });

  it.each([
    ['no table', parts([]), [createTable, createIndex]],
    ['an older table', parts(['id']), [addColumn, createIndex]],
    ['no index', parts(['id', 'kind']), [createIndex]],
    ['all of it', parts(['id', 'kind', 'more'], ['oauth_records_kind']), []],
  ])('is completed in a database that has %s', (_, existing, statements) => {
    expect(migrationStatements(table, existing, owner)).toEqual(statements);
    const faults = schemaFaults(table, existing, owner);
    expect(faults.map(({ message }) => message)).toEqual(
      statements.map((statement) => `is missing. Call migrate(pool), or run: ${statement};`),
    );
  });

  it('names what is missing by its kind', () => {
    const paths = (existing: ReturnType<typeof parts>): readonly string[] =>
      schemaFaults(table, existing, owner).map(({ path }) => path);
    expect(paths(parts([]))).toEqual([
      'anyStore: table "auth".oauth_records',
      'anyStore: index oauth_records_kind',
    ]);
    expect(paths(parts(['id']))).toEqual([
      'anyStore: column "auth".oauth_records.kind',
      'anyStore: index oauth_records_kind',
    ]);
  });

  it('is not added to a table that belongs to something else', () => {
    const other = parts(['name']);
    expect(() => migrationStatements(table, other, owner)).toThrow(ConfigurationError);
    expect(schemaFaults(table, other, owner)).toEqual([
      {
        path: 'anyStore: column "auth".oauth_records.id',
        message: 'is missing: the table is not one of this store. Give the store another prefix',
      },
    ]);
  });

  it('includes what the store itself finds missing', () => {
    const statement = 'CREATE UNIQUE INDEX ON "auth".oauth_records (id)';
    const missing = [{ name: 'unique index on id', statement }];
    const existing = { ...parts(['id', 'kind'], ['oauth_records_kind']), missing };
    expect(migrationStatements(table, existing, owner)).toEqual([statement]);
    expect(schemaFaults(table, existing, owner)).toEqual([
      {
        path: 'anyStore: unique index on id',
        message: `is missing. Call migrate(pool), or run: ${statement};`,
      },
    ]);
  });

  it('creates the partitions of a table with it', () => {
    const partition = 'CREATE TABLE p0 PARTITION OF "auth".oauth_records';
    const partitioned = { ...table, partitions: [partition] };
    expect(createStatements(partitioned)).toEqual([createTable, partition, createIndex]);
    const existing = parts(['id', 'kind'], ['oauth_records_kind']);
    expect(migrationStatements(partitioned, existing, owner)).toEqual([]);
  });

  it('is compared with the names that a catalogue query returns', () => {
    expect(collectNames([{ name: 'id' }, { name: 'kind' }])).toEqual(new Set(['id', 'kind']));
  });
});
