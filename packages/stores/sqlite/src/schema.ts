import { ConfigurationError, type ConfigurationFault, isJsonObject } from '@oauth/core/plugin';
import type { SqliteDatabase } from './database.js';

/** Where the records are. */
export interface TableOptions {
  /** Begins the names of the table and its indexes: letters, digits, `_`. Default: `oauth_`. */
  readonly prefix?: string | undefined;
}

const defaultPrefix = 'oauth_';

// A column that is added later takes the default in rows that are there: they count as expired.
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

const indexed = ['expires_at', 'grant_id', 'subject', 'client_id'] as const;

/** The table's name. */
export function tableName({ prefix = defaultPrefix }: TableOptions): string {
  if (!/^[A-Za-z_]\w{0,39}$/.test(prefix))
    throw new ConfigurationError([
      {
        path: 'sqliteStore.prefix',
        message: `must be at most 40 letters, digits and _, not beginning with a digit; it is ${JSON.stringify(prefix)}`,
      },
    ]);
  return `${prefix}records`;
}

/**
 * The statements that make a new database fit, for those who run their own migrations.
 *
 * @throws ConfigurationError when the prefix cannot be part of a name
 */
export function schema(options: TableOptions = {}): readonly string[] {
  const table = tableName(options);
  return [createTable(table), ...indexed.map((column) => createIndex(table, column))];
}

/**
 * Makes the database fit: creates the table, adds the columns and indexes that it lacks, and
 * changes nothing else. Doing it again is fine, also from several processes at once.
 *
 * @throws ConfigurationError when a table of that name is another's
 */
export function migrate(database: SqliteDatabase, options: TableOptions = {}): void {
  const table = tableName(options);
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const { statement } of missing(database, table)) {
      if (statement === undefined) throw new ConfigurationError(schemaFaults(database, table));
      database.exec(statement);
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** What the database lacks, as faults that say the statement to run. */
export function schemaFaults(
  database: SqliteDatabase,
  table: string,
): readonly ConfigurationFault[] {
  return missing(database, table).map(({ name, statement }) => ({
    path: `sqliteStore: ${name}`,
    message:
      statement === undefined
        ? 'is missing: the table is not one of this store. Give the store another prefix'
        : `is missing. Call migrate(database), or run: ${statement};`,
  }));
}

interface Missing {
  readonly name: string;
  readonly statement?: string;
}

function missing(database: SqliteDatabase, table: string): readonly Missing[] {
  const has = names(database, `SELECT name FROM pragma_table_info('${table}')`);
  const hasIndex = names(database, `SELECT name FROM pragma_index_list('${table}')`);
  const lacking: Missing[] = [];
  if (has.size === 0) lacking.push({ name: `table ${table}`, statement: createTable(table) });
  else if (!has.has('id')) return [{ name: `column ${table}.id` }];
  else
    for (const [name, definition] of Object.entries(columns))
      if (!has.has(name)) {
        const statement = `ALTER TABLE ${table} ADD COLUMN ${name} ${definition}`;
        lacking.push({ name: `column ${table}.${name}`, statement });
      }
  for (const column of indexed)
    if (!hasIndex.has(`${table}_${column}`))
      lacking.push({ name: `index ${table}_${column}`, statement: createIndex(table, column) });
  return lacking;
}

function names(database: SqliteDatabase, sql: string): ReadonlySet<unknown> {
  const rows = database.prepare(sql).all();
  return new Set(rows.map((row) => (isJsonObject(row) ? row['name'] : undefined)));
}

function createTable(table: string): string {
  const all = Object.entries(columns).map(([name, definition]) => `  ${name} ${definition}`);
  return `CREATE TABLE ${table} (\n${all.join(',\n')}\n) STRICT`;
}

function createIndex(table: string, column: string): string {
  return `CREATE INDEX ${table}_${column} ON ${table} (${column})`;
}
