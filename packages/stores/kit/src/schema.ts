import {
  ConfigurationError,
  isJsonObject,
  type ByName,
  type ConfigurationFault,
} from '@oauth/core/plugin';

/** A table of records in one dialect of SQL. */
export interface TableDefinition {
  /** Begins the names of the table's indexes. */
  readonly name: string;
  /** The table's name as statements write it: quoted, with its schema. */
  readonly quoted: string;
  /** Type and constraints of each column. */
  readonly columns: ByName<string>;
  /** What each index is on, by what follows `name` and `_` in its own name. */
  readonly indexes: ByName<string>;
  /** What ends `CREATE TABLE`: ` STRICT`. */
  readonly suffix?: string | undefined;
}

/** The names of what a table has; both are empty when there is no such table. */
export interface TableParts {
  readonly columns: ReadonlySet<unknown>;
  readonly indexes: ReadonlySet<unknown>;
}

/** How the configuration faults of a store name the store and its migration. */
export interface SchemaOwner {
  /** `sqliteStore` */
  readonly store: string;
  /** `migrate(database)` */
  readonly migrate: string;
}

/** What a database lacks. Without a statement the table belongs to something else. */
interface MissingPart {
  readonly name: string;
  readonly statement?: string;
}

/** The statements that create the table and its indexes in an empty database. */
export function createStatements(table: TableDefinition): readonly string[] {
  return [
    createTable(table),
    ...Object.keys(table.indexes).map((name) => createIndex(table, name)),
  ];
}

/**
 * The statements that add what the table lacks; nothing is dropped or changed.
 *
 * @throws ConfigurationError when the table belongs to something else
 */
export function migrationStatements(
  table: TableDefinition,
  existing: TableParts,
  owner: SchemaOwner,
): readonly string[] {
  return findMissingParts(table, existing).map(({ statement }) => {
    if (statement === undefined) throw new ConfigurationError(schemaFaults(table, existing, owner));
    return statement;
  });
}

/** What the table lacks, as configuration faults that name the statement to run. */
export function schemaFaults(
  table: TableDefinition,
  existing: TableParts,
  { store, migrate }: SchemaOwner,
): readonly ConfigurationFault[] {
  return findMissingParts(table, existing).map(({ name, statement }) => ({
    path: `${store}: ${name}`,
    message:
      statement === undefined
        ? 'is missing: the table is not one of this store. Give the store another prefix'
        : `is missing. Call ${migrate}, or run: ${statement};`,
  }));
}

/** Collects the column `name` of rows: what a query of a database's catalogue found. */
export function collectNames(rows: readonly unknown[]): ReadonlySet<unknown> {
  return new Set(rows.map((row) => (isJsonObject(row) ? row['name'] : undefined)));
}

function findMissingParts(table: TableDefinition, existing: TableParts): readonly MissingPart[] {
  const { name: tableName, quoted, columns, indexes } = table;
  const missing: MissingPart[] = [];
  if (existing.columns.size === 0)
    missing.push({ name: `table ${quoted}`, statement: createTable(table) });
  else if (!existing.columns.has('id')) return [{ name: `column ${quoted}.id` }];
  else
    for (const [name, definition] of Object.entries(columns))
      if (!existing.columns.has(name)) {
        const statement = `ALTER TABLE ${quoted} ADD COLUMN ${name} ${definition}`;
        missing.push({ name: `column ${quoted}.${name}`, statement });
      }
  for (const name of Object.keys(indexes))
    if (!existing.indexes.has(`${tableName}_${name}`))
      missing.push({ name: `index ${tableName}_${name}`, statement: createIndex(table, name) });
  return missing;
}

function createTable({ quoted, columns, suffix = '' }: TableDefinition): string {
  const lines = Object.entries(columns).map(([name, definition]) => `  ${name} ${definition}`);
  return `CREATE TABLE ${quoted} (\n${lines.join(',\n')}\n)${suffix}`;
}

function createIndex({ name: tableName, quoted, indexes }: TableDefinition, name: string): string {
  return `CREATE INDEX ${tableName}_${name} ON ${quoted} ${indexes[name]}`;
}
