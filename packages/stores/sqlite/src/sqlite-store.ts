import { ConfigurationError, type Change, type CommitResult, type Store } from '@oauth/core/plugin';
import { getRecordId, isGuard, ownerCondition, schemaFaults } from '@oauth/store-kit';
import { transactionRunner, type RunTransaction, type SqliteDatabase } from './database.js';
import { deleteInBatches } from './delete-in-batches.js';
import { recordStatements, type RecordStatements } from './record-statements.js';
import { readTableParts, schemaOwner, tableDefinition, type TableOptions } from './schema.js';

/** How a SQLite store works. */
export interface SqliteStoreOptions extends TableOptions {
  /** Milliseconds that a call waits for another process to end its write. Default: 5000. */
  readonly busyTimeout?: number | undefined;
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

/**
 * Keeps codes and tokens in a SQLite database that the app has opened, on a connection that nothing
 * else uses. Several processes of one machine may share the file.
 *
 * @throws ConfigurationError when an option is out of range, or the database lacks a table, a column
 * or an index: each fault names it and the statement to run. `migrate` runs them.
 */
export function sqliteStore(database: SqliteDatabase, options: SqliteStoreOptions = {}): Store {
  const table = tableDefinition(options);
  configureDatabase(database, options);
  const faults = schemaFaults(table, readTableParts(database, table), schemaOwner);
  if (faults.length > 0) throw new ConfigurationError(faults);

  const statements = recordStatements(database, table.quoted);
  const runTransaction = transactionRunner(database);
  return {
    get: (id) => statements.find(id),
    commit: (changes) => commit(runTransaction, statements, changes),
    revoke: async (target) =>
      deleteInBatches(database, table.quoted, ownerCondition(target, equalsPlaceholder)),
    async purge(now, limit) {
      const expired = { condition: 'expires_at <= ? ORDER BY expires_at', values: [now] };
      return deleteInBatches(database, table.quoted, expired, limit);
    },
  };
}

/** @throws ConfigurationError when an option is out of range */
function configureDatabase(database: SqliteDatabase, options: SqliteStoreOptions): void {
  const { busyTimeout = 5000, cacheSize = 64, synchronous = 'full' } = options;
  const faults = Object.entries({ busyTimeout, cacheSize }).flatMap(([option, value]) => {
    if (Number.isInteger(value) && value >= 0 && value <= 1_000_000) return [];
    const message = `must be an integer from 0 to 1000000; it is ${value}`;
    return [{ path: `sqliteStore.${option}`, message }];
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
  database.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
  database.exec(`PRAGMA cache_size = ${-1000 * cacheSize}`);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(`PRAGMA synchronous = ${synchronous === 'full' ? 'FULL' : 'NORMAL'}`);
}

const committed = Object.freeze({ committed: true });

function commit(
  runTransaction: RunTransaction,
  { apply }: RecordStatements,
  changes: readonly Change[],
): CommitResult {
  let lost = '';
  const result = runTransaction(() => {
    const others = changes.filter((change) => !isGuard(change));
    const loser = [...changes.filter(isGuard), ...others].find((change) => !apply(change));
    if (loser === undefined) return committed;
    lost = getRecordId(loser);
    return undefined;
  });
  return result ?? { committed: false, lost };
}

function equalsPlaceholder(column: string): string {
  return `${column} = ?`;
}
