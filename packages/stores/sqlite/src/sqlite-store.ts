import {
  checkOptionNames,
  ConfigurationError,
  type Change,
  type CommitResult,
  type OptionNames,
  type Store,
} from '@oauth/core/plugin';
import {
  assertConfiguration,
  checkIntegers,
  findRepeatedWrite,
  getRecordId,
  isGuard,
  revocationCondition,
  schemaFaults,
} from '@oauth/store-kit';
import { transactionRunner, type RunTransaction, type SqliteDatabase } from './database.js';
import { deleteInBatches } from './delete-in-batches.js';
import { listPage } from './list-page.js';
import { recordStatements, type RecordStatements } from './record-statements.js';
import {
  checkTableOptions,
  readTableParts,
  schemaOwner,
  tableDefinition,
  type TableOptions,
} from './schema.js';

/** How a SQLite store works. */
export interface SqliteStoreOptions extends TableOptions {
  /** Milliseconds that a call waits for another process to end its write. Default: 5000. */
  readonly busyTimeoutMs?: number | undefined;
  /**
   * Megabytes of the file that the process keeps in memory. 64, the default, hold the upper levels of
   * the indexes of millions of records.
   */
  readonly cacheSize?: number | undefined;
  /**
   * `full`: what was committed outlives a power failure. `normal`: the last commits may be gone
   * after one (never after a crash of the process), so that a code could be redeemed again.
   * Default: `full`.
   */
  readonly synchronous?: 'full' | 'normal' | undefined;
}

const optionNames: OptionNames<SqliteStoreOptions> = {
  prefix: true,
  busyTimeoutMs: true,
  cacheSize: true,
  synchronous: true,
};
const numberRange = { min: 0, max: 1_000_000 } as const;

/**
 * Keeps codes and tokens in a SQLite database that the app has opened, on a connection that nothing
 * else uses. Several processes of one machine may share the file.
 *
 * @throws ConfigurationError when an option is wrong, or the database lacks a table, a column or an
 * index: each fault names it and the statement to run. `migrate` runs them.
 */
export function sqliteStore(
  database: SqliteDatabase,
  options: SqliteStoreOptions = {},
): Required<Store> {
  configureDatabase(database, options);
  const definition = tableDefinition(options);
  const faults = schemaFaults(definition, readTableParts(database, definition), schemaOwner);
  if (faults.length > 0) throw new ConfigurationError(faults);

  const table = definition.quoted;
  const statements = recordStatements(database, table);
  const runTransaction = transactionRunner(database);
  return {
    get: (id) => statements.find(id),
    commit: (changes) => commit(runTransaction, statements, changes),
    revoke: async (target) =>
      deleteInBatches(
        database,
        table,
        revocationCondition(target, (column) => `${column} = ?`),
      ),
    async purge(now, limit) {
      const expired = { condition: 'expires_at <= ? ORDER BY expires_at', values: [now] };
      return deleteInBatches(database, table, expired, limit);
    },
    list: (target, request) => listPage(database, table, target, request),
  };
}

/** @throws ConfigurationError when an option is wrong */
function configureDatabase(database: SqliteDatabase, options: SqliteStoreOptions): void {
  const { busyTimeoutMs = 5000, cacheSize = 64, synchronous = 'full' } = options;
  assertConfiguration((check) => {
    checkOptionNames(options, optionNames, check, 'sqliteStore.');
    checkTableOptions(options, check);
    checkIntegers({ busyTimeoutMs, cacheSize }, numberRange, check, 'sqliteStore.');
    check(
      ['full', 'normal'].includes(synchronous),
      'sqliteStore.synchronous',
      `must be full or normal; it is ${JSON.stringify(synchronous)}`,
    );
  });
  database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  database.exec(`PRAGMA cache_size = ${-1000 * cacheSize}`);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(`PRAGMA synchronous = ${synchronous === 'full' ? 'FULL' : 'NORMAL'}`);
}

const committed = Object.freeze({ committed: true });

/** Guards come first, since most commits that lose do so by them; then inserts, then the rest. */
function orderOf(change: Change): number {
  if (isGuard(change)) return 0;
  return change.type === 'insert' ? 1 : 2;
}

function commit(
  runTransaction: RunTransaction,
  { apply }: RecordStatements,
  changes: readonly Change[],
): CommitResult {
  let lost = findRepeatedWrite(changes) ?? '';
  if (lost !== '') return { committed: false, lost };
  const ordered = [...changes].sort((one, other) => orderOf(one) - orderOf(other));
  const result = runTransaction(() => {
    const loser = ordered.find((change) => !apply(change));
    if (loser === undefined) return committed;
    lost = getRecordId(loser);
    return undefined;
  });
  return result ?? { committed: false, lost };
}
