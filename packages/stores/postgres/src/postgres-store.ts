import { ConfigurationError, type Store } from '@oauth/core/plugin';
import {
  fromRow,
  ownerCondition,
  recordColumns,
  schemaFaults,
  toColumn,
  type OwnerColumn,
} from '@oauth/store-kit';
import { createCommit } from './commit.js';
import { purgeInBatches, revokeInBatches } from './delete-in-batches.js';
import { retryConflicts, type PostgresPool } from './pool.js';
import {
  indexPrefix,
  readTableParts,
  schemaOwner,
  tableDefinition,
  type TableOptions,
} from './schema.js';
import { statementRunner } from './statements.js';

/** How a PostgreSQL store works. */
export interface PostgresStoreOptions extends TableOptions {
  /**
   * Whether statements are prepared once on each connection. Turn it off behind a pooler that
   * gives each transaction another connection. Default: true.
   */
  readonly prepare?: boolean | undefined;
}

/**
 * Keeps codes and tokens in PostgreSQL 12 or newer, through a pool of the app's. Resolves when it has
 * checked that the schema is complete; from then on each call is one round trip.
 *
 * @throws ConfigurationError when the database lacks a table, a column or an index: each fault names
 * it and the statement to run. `migrate` runs them. Rejects with the pool's error when the database
 * cannot be reached.
 */
export async function postgresStore(
  pool: PostgresPool,
  options: PostgresStoreOptions = {},
): Promise<Store> {
  const definition = tableDefinition(options);
  const parts = await readTableParts(pool, definition);
  const faults = schemaFaults(definition, parts, schemaOwner);
  if (faults.length > 0) throw new ConfigurationError(faults);

  const table = definition.quoted;
  const runStatement = statementRunner(options.prepare ?? true);
  const commit = createCommit(pool, table, runStatement);
  const select = `SELECT ${recordColumns.join(', ')} FROM ${table} WHERE id = $1`;
  return {
    async get(id) {
      const statement = { text: select, values: [toColumn(id)], isPrepared: true };
      const [row] = await runStatement(pool, statement);
      return row === undefined ? undefined : fromRow(row);
    },
    commit: async (changes) => retryConflicts(async () => commit(changes)),
    revoke: async (target) =>
      revokeInBatches(pool, table, runStatement, ownerCondition(target, equalsPlaceholder)),
    purge: async (now, limit) => purgeInBatches(pool, table, runStatement, { now, limit }),
  };
}

/** The batch's size is `$1`, so the first owner is `$2`. */
function equalsPlaceholder(column: OwnerColumn, index: number): string {
  const placeholder = `$${index + 2}`;
  if (column === 'grant_id') return `grant_id = ${placeholder}`;
  return `${indexPrefix(column)} = ${indexPrefix(placeholder)} AND ${column} = ${placeholder}`;
}
