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
  /** Statements that belong to the creation of the table: its partitions. */
  readonly partitions?: readonly string[] | undefined;
}

/** Something that a database lacks. Without a statement that adds it, the table is another's. */
export interface MissingPart {
  readonly name: string;
  readonly statement?: string | undefined;
}

/** What a database has of a table. */
export interface TableParts {
  /** Names of the columns; none when there is no table. */
  readonly columns: ReadonlySet<unknown>;
  /** Names of the indexes. */
  readonly indexes: ReadonlySet<unknown>;
  /** What else the store has found missing. */
  readonly missing?: readonly MissingPart[] | undefined;
}

/** How the configuration faults of a store name the store and its migration. */
export interface SchemaOwner {
  /** `sqliteStore` */
  readonly store: string;
  /** `migrate(database)` */
  readonly migrate: string;
}

/** The statements that create the table and its indexes in an empty database. */
export function createStatements(table: TableDefinition): readonly string[] {
  return listAllParts(table).flatMap(({ statement }) => statement ?? []);
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
  if (existing.columns.size === 0) return listAllParts(table);
  const { quoted, columns } = table;
  if (!existing.columns.has('id')) return [{ name: `column ${quoted}.id` }];
  const missing = Object.entries(columns)
    .filter(([name]) => !existing.columns.has(name))
    .map(([name, definition]) => ({
      name: `column ${quoted}.${name}`,
      statement: `ALTER TABLE ${quoted} ADD COLUMN ${name} ${definition}`,
    }));
  const indexes = listIndexes(table).filter(({ index }) => !existing.indexes.has(index));
  return [...missing, ...(existing.missing ?? []), ...indexes];
}

function listAllParts(table: TableDefinition): readonly MissingPart[] {
  const { quoted, columns, suffix = '', partitions = [] } = table;
  const lines = Object.entries(columns).map(([name, definition]) => `  ${name} ${definition}`);
  const statement = `CREATE TABLE ${quoted} (\n${lines.join(',\n')}\n)${suffix}`;
  return [
    { name: `table ${quoted}`, statement },
    ...partitions.map((text) => ({ name: `partition of ${quoted}`, statement: text })),
    ...listIndexes(table),
  ];
}

function listIndexes(table: TableDefinition): readonly (MissingPart & { index: string })[] {
  const { name: tableName, quoted, indexes } = table;
  return Object.entries(indexes).map(([name, definition]) => {
    const index = `${tableName}_${name}`;
    const statement = `CREATE INDEX ${index} ON ${quoted} ${definition}`;
    return { index, name: `index ${index}`, statement };
  });
}
