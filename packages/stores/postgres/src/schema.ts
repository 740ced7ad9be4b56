import { ConfigurationError } from '@oauth/core/plugin';
import {
  collectNames,
  createStatements,
  migrationStatements,
  nameFaults,
  type SchemaOwner,
  type TableDefinition,
  type TableParts,
} from '@oauth/store-kit';
import { runTransaction, type PostgresPool, type PostgresQueryable } from './pool.js';

/** Where the records are. */
export interface TableOptions {
  /** Begins the names of the table and its indexes: a-z, 0-9, `_`. Default: `oauth_`. */
  readonly prefix?: string | undefined;
  /** The schema that the table is in. Default: the first of the connection's `search_path`. */
  readonly schema?: string | undefined;
}

export const schemaOwner: SchemaOwner = { store: 'postgresStore', migrate: 'migrate(pool)' };

// In rows that are there already, a column that is added takes its default: they count as expired.
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

/** An index takes no text over 2.7 kB, and a subject or a client_id may be longer. */
export function indexPrefix(column: string): string {
  return `left(${column}, 250)`;
}

const indexes = {
  expires_at: '(expires_at)',
  grant_id: '(grant_id)',
  subject: `(${indexPrefix('subject')})`,
  client_id: `(${indexPrefix('client_id')})`,
} as const;

const nameRule = {
  pattern: /^[a-z_][a-z0-9_]{0,39}$/,
  text: 'at most 40 of a-z, 0-9 and _, not beginning with a digit',
} as const;

/** @throws ConfigurationError when the options cannot be parts of names */
export function tableDefinition({ prefix = 'oauth_', schema }: TableOptions): TableDefinition {
  const faults = nameFaults(schemaOwner.store, { prefix, schema }, nameRule);
  if (faults.length > 0) throw new ConfigurationError(faults);
  const name = `${prefix}records`;
  return { name, quoted: schema === undefined ? name : `"${schema}".${name}`, columns, indexes };
}

/**
 * The statements that create the table and its indexes in an empty database, for migrations of your
 * own.
 *
 * @throws ConfigurationError when the options cannot be parts of names
 */
export function schema(options: TableOptions = {}): readonly string[] {
  return createStatements(tableDefinition(options));
}

/**
 * Creates the table, or adds the columns and indexes that it lacks; changes nothing else. It may run
 * again, also on all nodes at once.
 *
 * @throws ConfigurationError when the table of that name belongs to something else
 */
export async function migrate(pool: PostgresPool, options: TableOptions = {}): Promise<void> {
  const table = tableDefinition(options);
  await runTransaction(pool, async (client) => {
    const lock = 'SELECT pg_advisory_xact_lock(hashtext($1))';
    await client.query({ text: lock, values: [`migrate ${table.quoted}`] });
    const parts = await readTableParts(client, table);
    for (const text of migrationStatements(table, parts, schemaOwner)) await client.query({ text });
  });
}

const columnNames = `SELECT attname AS name FROM pg_attribute
  WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`;
const indexNames = `SELECT relname AS name FROM pg_index JOIN pg_class ON oid = indexrelid
  WHERE indrelid = to_regclass($1) AND indisvalid`;

export async function readTableParts(
  database: PostgresQueryable,
  { quoted }: TableDefinition,
): Promise<TableParts> {
  const readNames = async (text: string): Promise<ReadonlySet<unknown>> =>
    collectNames((await database.query({ text, values: [quoted] })).rows);
  return { columns: await readNames(columnNames), indexes: await readNames(indexNames) };
}
