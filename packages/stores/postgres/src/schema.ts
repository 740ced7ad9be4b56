import { checkOptionNames, routeLength, type Check, type OptionNames } from '@oauth/core/plugin';
import {
  assertConfiguration,
  checkIntegers,
  checkNames,
  collectNames,
  createStatements,
  migrationStatements,
  type MissingPart,
  type OwnerColumn,
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

/** How a table is created. */
export interface SchemaOptions extends TableOptions {
  /**
   * Partitions by hash of the route, from 2 to 1024. Needs PostgreSQL 14. Concerns new tables only.
   * Default: a table without partitions.
   */
  readonly partitions?: number | undefined;
}

const optionNames: OptionNames<SchemaOptions> = { prefix: true, schema: true, partitions: true };

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
  // The order of lists.
  position: 'bigserial',
} as const;

/** An index takes no text over 2.7 kB, and a subject, a client_id or a kind may be longer. */
export function indexPrefix(text: string): string {
  return `left(${text}, 250)`;
}

/** That an owner's column equals a placeholder, so that the owner's index is used. */
export function equalsOwner(column: OwnerColumn, placeholder: string): string {
  if (column === 'grant_id') return `grant_id = ${placeholder}`;
  return `${indexPrefix(column)} = ${indexPrefix(placeholder)} AND ${column} = ${placeholder}`;
}

/** The route of an id, which all records of its grant share. */
export function routeOf(id: string): string {
  return `left(${id}, ${routeLength})`;
}

const indexes = {
  expires_at: '(expires_at)',
  grant_id: '(grant_id)',
  by_subject: `(${indexPrefix('subject')}, position) WHERE subject IS NOT NULL`,
  by_client: `(${indexPrefix('client_id')}, position) WHERE client_id <> ''`,
  by_document: `(${indexPrefix('kind')}, position) WHERE client_id = ''`,
} as const;

const nameRule = {
  pattern: /^[a-z_][a-z0-9_]{0,39}$/,
  text: 'at most 40 of a-z, 0-9 and _, not beginning with a digit',
} as const;

export function checkTableOptions({ prefix, schema }: TableOptions, check: Check): void {
  checkNames({ prefix, schema }, nameRule, check, 'postgresStore.');
}

export function tableDefinition({ prefix = 'oauth_', schema }: TableOptions): TableDefinition {
  const name = `${prefix}records`;
  return { name, quoted: quote(name, schema), columns, indexes };
}

function quote(name: string, schema: string | undefined): string {
  return schema === undefined ? name : `"${schema}".${name}`;
}

/**
 * A primary key cannot contain an expression, so each partition has its own. Equal ids have equal
 * routes, and so the same partition: they are unique in the table.
 */
function newTableDefinition({ partitions, ...options }: SchemaOptions): TableDefinition {
  const table = tableDefinition(options);
  if (partitions === undefined) return table;
  return {
    ...table,
    columns: { ...columns, id: 'text NOT NULL' },
    suffix: ` PARTITION BY HASH (${routeOf('id')})`,
    partitions: Array.from({ length: partitions }, (_, index) => {
      const partition = quote(`${table.name}_p${index}`, options.schema);
      return `CREATE TABLE ${partition} PARTITION OF ${table.quoted} (PRIMARY KEY (id))
  FOR VALUES WITH (MODULUS ${partitions}, REMAINDER ${index})`;
    }),
  };
}

/** @throws ConfigurationError when an option is wrong */
function assertSchemaOptions(options: SchemaOptions): void {
  const { partitions = 2 } = options;
  assertConfiguration((check) => {
    checkOptionNames(options, optionNames, check, 'postgresStore.');
    checkTableOptions(options, check);
    checkIntegers({ partitions }, { min: 2, max: 1024 }, check, 'postgresStore.');
  });
}

/**
 * The statements that create the table and its indexes in an empty database, for migrations of your
 * own.
 *
 * @throws ConfigurationError when an option is wrong
 */
export function schema(options: SchemaOptions = {}): readonly string[] {
  assertSchemaOptions(options);
  return createStatements(newTableDefinition(options));
}

/**
 * Creates the table, or adds the columns and indexes that it lacks; changes nothing else. It may run
 * again, also on all nodes at once.
 *
 * @throws ConfigurationError when an option is wrong, or the table belongs to something else
 */
export async function migrate(pool: PostgresPool, options: SchemaOptions = {}): Promise<void> {
  assertSchemaOptions(options);
  const table = newTableDefinition(options);
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
/** The table, or its partitions, as far as ids need not be unique there. */
const tablesWithoutKey = `SELECT part.oid::regclass::text AS name FROM pg_class AS part
  WHERE part.relkind = 'r' AND part.oid IN (
    SELECT to_regclass($1) UNION ALL SELECT relid FROM pg_partition_tree(to_regclass($1)))
  AND NOT EXISTS (SELECT FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attname = 'id'
    WHERE indrelid = part.oid AND indisunique AND indisvalid AND indpred IS NULL
      AND indnkeyatts = 1 AND indkey[0] = attnum)`;

export async function readTableParts(
  database: PostgresQueryable,
  { quoted }: TableDefinition,
): Promise<TableParts> {
  const readNames = async (text: string): Promise<ReadonlySet<unknown>> =>
    collectNames((await database.query({ text, values: [quoted] })).rows);
  return {
    columns: await readNames(columnNames),
    indexes: await readNames(indexNames),
    missing: [...(await readNames(tablesWithoutKey))].map((table) => missingKey(String(table))),
  };
}

/** Without it, two inserts of one id would both win. */
function missingKey(table: string): MissingPart {
  const statement = `CREATE UNIQUE INDEX ON ${table} (id)`;
  return { name: `unique index on id of ${table}`, statement };
}
