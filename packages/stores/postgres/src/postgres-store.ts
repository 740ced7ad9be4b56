import {
  checkOptionNames,
  ConfigurationError,
  type OptionNames,
  type ReadHint,
  type Store,
  type StoredRecord,
} from '@oauth/core/plugin';
import {
  assertConfiguration,
  fromRow,
  recordColumns,
  schemaFaults,
  toColumn,
} from '@oauth/store-kit';
import { CommitRunner } from './commit-runner.js';
import { equalsId } from './commit-statement.js';
import { purgeInBatches, revokeInBatches } from './delete-in-batches.js';
import { listPage } from './list-page.js';
import { retryConflicts, type PostgresPool, type PostgresQueryable } from './pool.js';
import {
  checkTableOptions,
  readTableParts,
  schemaOwner,
  tableDefinition,
  type TableOptions,
} from './schema.js';
import { statementRunner, type RunStatement } from './statements.js';

/** How a PostgreSQL store works. */
export interface PostgresStoreOptions extends TableOptions {
  /**
   * Whether statements are prepared once on each connection. Turn it off behind a pooler that
   * gives each transaction another connection. Default: true.
   */
  readonly prepare?: boolean | undefined;
  /**
   * Pool of a replica, for reads that may be moments behind, such as those of introspection. A record
   * that the replica does not have yet is read from `pool`. Default: all reads go to `pool`.
   */
  readonly replica?: PostgresQueryable | undefined;
}

const optionNames: OptionNames<PostgresStoreOptions> = {
  prefix: true,
  schema: true,
  prepare: true,
  replica: true,
};

/**
 * Keeps codes and tokens in PostgreSQL 12 or newer, through a pool of the app's. Resolves when it has
 * checked that the schema is complete; from then on each call is one round trip.
 *
 * @throws ConfigurationError when an option is wrong, or the database lacks a table, a column or an
 * index: each fault names it and the statement to run. `migrate` runs them. Rejects with the pool's
 * error when the database cannot be reached.
 */
export async function postgresStore(
  pool: PostgresPool,
  options: PostgresStoreOptions = {},
): Promise<Required<Store>> {
  assertConfiguration((check) => {
    checkOptionNames(options, optionNames, check, 'postgresStore.');
    checkTableOptions(options, check);
  });
  const definition = tableDefinition(options);
  const parts = await readTableParts(pool, definition);
  const faults = schemaFaults(definition, parts, schemaOwner);
  if (faults.length > 0) throw new ConfigurationError(faults);

  const table = definition.quoted;
  const runStatement = statementRunner(options.prepare ?? true);
  const commits = new CommitRunner(pool, table, runStatement);
  return {
    get: recordReader({ pool, table, runStatement, replica: options.replica }),
    commit: async (changes) => retryConflicts(async () => commits.commit(changes)),
    revoke: async (target) => revokeInBatches(pool, table, runStatement, target),
    purge: async (now, limit) => purgeInBatches(pool, table, runStatement, { now, limit }),
    list: async (target, request) => listPage(pool, table, runStatement, { target, request }),
  };
}

/** Makes the store's `get`. */
function recordReader({
  pool,
  table,
  runStatement,
  replica,
}: {
  readonly pool: PostgresQueryable;
  readonly table: string;
  readonly runStatement: RunStatement;
  readonly replica: PostgresQueryable | undefined;
}): (id: string, hint?: ReadHint) => Promise<StoredRecord | undefined> {
  const text = `SELECT ${recordColumns.join(', ')} FROM ${table} WHERE ${equalsId('$1')}`;
  const readFrom = async (database: PostgresQueryable, id: string): Promise<unknown> => {
    const [row] = await runStatement(database, { text, values: [toColumn(id)], isPrepared: true });
    return row;
  };
  return async (id, hint) => {
    const staleRow = hint?.stale === true && replica ? await readFrom(replica, id) : undefined;
    const row = staleRow ?? (await readFrom(pool, id));
    return row === undefined ? undefined : fromRow(row);
  };
}
