import { checkOptionNames, type Check, type OptionNames } from '@oauth/core/plugin';
import {
  assertConfiguration,
  checkNames,
  collectNames,
  createStatements,
  migrationStatements,
  type SchemaOwner,
  type TableDefinition,
  type TableParts,
} from '@oauth/store-kit';
import type { SqliteDatabase } from './database.js';

/** Where the records are. */
export interface TableOptions {
  /** Begins the names of the table and its indexes: letters, digits, `_`. Default: `oauth_`. */
  readonly prefix?: string | undefined;
}

export const schemaOwner: SchemaOwner = { store: 'sqliteStore', migrate: 'migrate(database)' };

// In rows that are there already, a column that is added takes its default: they count as expired.
const columns = {
  id: 'TEXT PRIMARY KEY NOT NULL',
  version: 'INTEGER NOT NULL DEFAULT 0',
  kind: "TEXT NOT NULL DEFAULT ''",
  grant_id: "TEXT NOT NULL DEFAULT ''",
  client_id: "TEXT NOT NULL DEFAULT ''",
  subject: 'TEXT',
  expires_at: 'REAL NOT NULL DEFAULT 0',
  data: "TEXT NOT NULL DEFAULT ''",
} as const;

// SQLite adds the rowid to every index, so each of them leads through a list page by page.
const indexes = {
  expires_at: '(expires_at)',
  grant_id: '(grant_id)',
  subject: '(subject)',
  client: "(client_id) WHERE client_id <> ''",
  document: "(kind) WHERE client_id = ''",
} as const;

const nameRule = {
  pattern: /^[A-Za-z_]\w{0,39}$/,
  text: 'at most 40 letters, digits and _, not beginning with a digit',
} as const;

const optionNames: OptionNames<TableOptions> = { prefix: true };

export function checkTableOptions({ prefix }: TableOptions, check: Check): void {
  checkNames({ prefix }, nameRule, check, 'sqliteStore.');
}

export function tableDefinition({ prefix = 'oauth_' }: TableOptions): TableDefinition {
  const name = `${prefix}records`;
  return { name, quoted: name, columns, indexes, suffix: ' STRICT' };
}

/** @throws ConfigurationError when an option does not exist, or the prefix cannot be part of a name */
function assertTableOptions(options: TableOptions): void {
  assertConfiguration((check) => {
    checkOptionNames(options, optionNames, check, 'sqliteStore.');
    checkTableOptions(options, check);
  });
}

/**
 * The statements that create the table and its indexes in an empty database, for migrations of your
 * own.
 *
 * @throws ConfigurationError when an option does not exist, or the prefix cannot be part of a name
 */
export function schema(options: TableOptions = {}): readonly string[] {
  assertTableOptions(options);
  return createStatements(tableDefinition(options));
}

/**
 * Creates the table, or adds the columns and indexes that it lacks; changes nothing else. It may run
 * again, also in several processes at once.
 *
 * @throws ConfigurationError when an option is wrong, or the table belongs to something else
 */
export function migrate(database: SqliteDatabase, options: TableOptions = {}): void {
  assertTableOptions(options);
  const table = tableDefinition(options);
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec('BEGIN IMMEDIATE');
  try {
    const statements = migrationStatements(table, readTableParts(database, table), schemaOwner);
    for (const statement of statements) database.exec(statement);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

export function readTableParts(database: SqliteDatabase, { name }: TableDefinition): TableParts {
  const readNames = (sql: string): ReadonlySet<unknown> =>
    collectNames(database.prepare(sql).all());
  return {
    columns: readNames(`SELECT name FROM pragma_table_info('${name}')`),
    indexes: readNames(`SELECT name FROM pragma_index_list('${name}')`),
  };
}
