import { ConfigurationError, type ConfigurationFault, isJsonObject } from '@oauth/core/plugin';
import { transaction, type PostgresPool, type PostgresQueryable } from './pool.js';

/** Where the records are. */
export interface TableOptions {
  /** Begins the names of the table and its indexes. Default: `oauth_`. */
  readonly prefix?: string | undefined;
  /** The schema that the table is in. Default: the first of the connection's `search_path`. */
  readonly schema?: string | undefined;
}

/** Names of the table, quoted where they go into statements. */
export interface Table {
  readonly name: string;
  readonly quoted: string;
}

const defaultPrefix = 'oauth_';

// A column that is added later takes the default in rows that are there: they count as expired.
const columns = {
  id: 'text PRIMARY KEY',
  version: 'int NOT NULL DEFAULT 0',
  kind: "text NOT NULL DEFAULT ''",
  grant_id: "text NOT NULL DEFAULT ''",
  client_id: "text NOT NULL DEFAULT ''",
  subject: 'text',
  expires_at: 'float8 NOT NULL DEFAULT 0',
  data: "text NOT NULL DEFAULT ''",
} as const;

// An index takes no text over 2.7 kB, and a subject may be any.
const indexed = {
  expires_at: 'expires_at',
  grant_id: 'grant_id',
  subject: 'left(subject, 250)',
  client_id: 'left(client_id, 250)',
} as const;

/** @throws ConfigurationError when the options cannot be parts of names */
export function tableOf({ prefix = defaultPrefix, schema }: TableOptions): Table {
  const faults = Object.entries({ prefix, schema }).flatMap(([option, name]) =>
    name === undefined || /^[a-z_][a-z0-9_]{0,39}$/.test(name) ? [] : [unfit(option, name)],
  );
  if (faults.length > 0) throw new ConfigurationError(faults);
  const name = `${prefix}records`;
  return { name, quoted: schema === undefined ? name : `"${schema}".${name}` };
}

function unfit(option: string, name: string): ConfigurationFault {
  const message = `must be at most 40 of a-z, 0-9 and _, not beginning with a digit; it is ${JSON.stringify(name)}`;
  return { path: `postgresStore.${option}`, message };
}

/**
 * The statements that make a new database fit, for those who run their own migrations.
 *
 * @throws ConfigurationError when the options cannot be parts of names
 */
export function schema(options: TableOptions = {}): readonly string[] {
  const table = tableOf(options);
  return [createTable(table), ...Object.keys(indexed).map((column) => createIndex(table, column))];
}

/**
 * Makes the database fit: creates the table, adds the columns and indexes that it lacks, and
 * changes nothing else. Doing it again is fine, also from several processes at once.
 *
 * @throws ConfigurationError when a table of that name is another's
 */
export async function migrate(pool: PostgresPool, options: TableOptions = {}): Promise<void> {
  const table = tableOf(options);
  await transaction(pool, async (client) => {
    const lock = 'SELECT pg_advisory_xact_lock(hashtext($1))';
    await client.query({ text: lock, values: [`migrate ${table.quoted}`] });
    for (const { statement } of await missing(client, table)) {
      if (statement === undefined) throw new ConfigurationError(await schemaFaults(client, table));
      await client.query({ text: statement });
    }
  });
}

/** What the database lacks, as faults that say the statement to run. */
export async function schemaFaults(
  database: PostgresQueryable,
  table: Table,
): Promise<readonly ConfigurationFault[]> {
  return (await missing(database, table)).map(({ name, statement }) => ({
    path: `postgresStore: ${name}`,
    message:
      statement === undefined
        ? 'is missing: the table is not one of this store. Give the store another prefix'
        : `is missing. Call migrate(pool), or run: ${statement};`,
  }));
}

interface Missing {
  readonly name: string;
  readonly statement?: string;
}

const columnsThere = `SELECT attname AS name FROM pg_attribute
  WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`;
const indexesThere = `SELECT relname AS name FROM pg_index JOIN pg_class ON oid = indexrelid
  WHERE indrelid = to_regclass($1) AND indisvalid`;

async function missing(database: PostgresQueryable, table: Table): Promise<readonly Missing[]> {
  const has = await names(database, columnsThere, table);
  const hasIndex = await names(database, indexesThere, table);
  const lacking: Missing[] = [];
  if (has.size === 0)
    lacking.push({ name: `table ${table.quoted}`, statement: createTable(table) });
  else if (!has.has('id')) return [{ name: `column ${table.quoted}.id` }];
  else
    for (const [column, definition] of Object.entries(columns))
      if (!has.has(column)) {
        const statement = `ALTER TABLE ${table.quoted} ADD COLUMN ${column} ${definition}`;
        lacking.push({ name: `column ${table.quoted}.${column}`, statement });
      }
  for (const column of Object.keys(indexed))
    if (!hasIndex.has(`${table.name}_${column}`))
      lacking.push({
        name: `index ${table.name}_${column}`,
        statement: createIndex(table, column),
      });
  return lacking;
}

async function names(
  database: PostgresQueryable,
  text: string,
  table: Table,
): Promise<ReadonlySet<unknown>> {
  const { rows } = await database.query({ text, values: [table.quoted] });
  return new Set(rows.map((row) => (isJsonObject(row) ? row['name'] : undefined)));
}

function createTable({ quoted }: Table): string {
  const all = Object.entries(columns).map(([column, definition]) => `  ${column} ${definition}`);
  return `CREATE TABLE ${quoted} (\n${all.join(',\n')}\n)`;
}

function createIndex({ name, quoted }: Table, column: string): string {
  return `CREATE INDEX ${name}_${column} ON ${quoted} (${expressionOf(column)})`;
}

function expressionOf(column: string): string {
  return Object.entries(indexed).find(([name]) => name === column)?.[1] ?? column;
}
