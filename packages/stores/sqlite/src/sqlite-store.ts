import {
  type Change,
  type CommitResult,
  ConfigurationError,
  type RevocationTarget,
  type Store,
} from '@oauth/core/plugin';
import { fromRow, recordColumns, toColumn, toRow } from '@oauth/core/rows';
import { transactions, type SqliteDatabase, type SqliteValue } from './database.js';
import { schemaFaults, tableName, type TableOptions } from './schema.js';

/** How a SQLite store works. */
export interface SqliteStoreOptions extends TableOptions {
  /** Milliseconds that a call waits for another process to end its write. Default: 5000. */
  readonly busyTimeout?: number | undefined;
  /**
   * Megabytes of the file that the process keeps in memory: enough for the upper levels of the
   * indexes of millions of records. Default: 64.
   */
  readonly cacheSize?: number | undefined;
  /**
   * `full`: what was committed outlives a power failure. `normal`: the last commits may be gone
   * after one (never after a crash of the process), so that a code could be redeemed again.
   * Default: `full`.
   */
  readonly synchronous?: 'full' | 'normal' | undefined;
}

/** Rows that one statement deletes: as many as take the time that a batch may, within bounds. */
const batchSize = { first: 50, most: 500 } as const;
/** Milliseconds that a statement which deletes should take: nobody waits longer for it. */
const batchTime = 5;

const committed = Object.freeze({ committed: true });

/**
 * Keeps codes and tokens in a SQLite database that the app has opened, with a connection of its
 * own. Several processes of one machine may share the file.
 *
 * @throws ConfigurationError when the database lacks a table, a column or an index; it says which,
 * and the statement to run. `migrate` runs them.
 */
export function sqliteStore(database: SqliteDatabase, options: SqliteStoreOptions = {}): Store {
  const { busyTimeout = 5000, cacheSize = 64, synchronous = 'full' } = options;
  const table = tableName(options);
  const outOfRange = Object.entries({ busyTimeout, cacheSize }).filter(
    ([, value]) => !(Number.isInteger(value) && value >= 0 && value <= 1_000_000),
  );
  if (outOfRange.length > 0)
    throw new ConfigurationError(
      outOfRange.map(([option]) => ({
        path: `sqliteStore.${option}`,
        message: 'must be an integer from 0 to 1000000',
      })),
    );
  database.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
  database.exec(`PRAGMA cache_size = ${-1000 * cacheSize}`);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(`PRAGMA synchronous = ${synchronous === 'full' ? 'FULL' : 'NORMAL'}`);
  const faults = schemaFaults(database, table);
  if (faults.length > 0) throw new ConfigurationError(faults);

  const names = recordColumns.join(', ');
  const select = database.prepare(`SELECT ${names} FROM ${table} WHERE id = ?`);
  const insert = database.prepare(
    `INSERT INTO ${table} (${names}) VALUES (${recordColumns.map(() => '?').join(', ')})`,
  );
  const whenRead = 'WHERE id = ? AND grant_id = ? AND version = ?';
  // SQLite writes every index of a column that is set, also when the value stays: mostly they do.
  const updateData = database.prepare(
    `UPDATE ${table} SET version = ?, kind = ?, data = ? ${whenRead}
      AND client_id = ? AND subject IS ? AND expires_at = ?`,
  );
  const updateAll = database.prepare(
    `UPDATE ${table} SET version = ?, kind = ?, data = ?, client_id = ?, subject = ?, expires_at = ?
      ${whenRead}`,
  );
  const extend = database.prepare(
    `UPDATE ${table} SET expires_at = max(expires_at, ?) WHERE id = ?`,
  );
  const remove = database.prepare(`DELETE FROM ${table} WHERE id = ?`);
  const transaction = transactions(database);

  /** Whether the change found its record as it had been read. */
  function holds(change: Change): boolean {
    if (change.type === 'update') {
      const [id, version, kind, grantId, clientId, subject, expiresAt, data] = toRow(change.record);
      const read = [id, grantId, version - 1] as const;
      const owner = [clientId, subject, expiresAt] as const;
      return (
        Number(updateData.run(version, kind, data, ...read, ...owner).changes) > 0 ||
        Number(updateAll.run(version, kind, data, ...owner, ...read).changes) > 0
      );
    }
    if (change.type === 'extend')
      return Number(extend.run(change.expiresAt, toColumn(change.id)).changes) > 0;
    return true;
  }

  function apply(change: Change): void {
    if (change.type === 'insert') insert.run(...toRow(change.record));
    else if (change.type === 'remove') remove.run(toColumn(change.id));
  }

  /**
   * Deletes in short batches until one finds less than it may. Between two it leaves as much time
   * to requests, of this process and others, as the one before took.
   */
  async function deleteWhere(
    condition: string,
    values: readonly SqliteValue[],
    limit = Infinity,
  ): Promise<number> {
    const batch = database.prepare(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT ?)`,
    );
    let size: number = batchSize.first;
    for (let deleted = 0; ;) {
      const most = Math.floor(Math.min(size, limit - deleted));
      if (!(most > 0)) return deleted;
      const start = performance.now();
      const changes = Number(batch.run(...values, most).changes);
      const time = performance.now() - start;
      deleted += changes;
      if (changes < most) return deleted;
      if (time > batchTime) size = Math.ceil(size / 2);
      else if (time < batchTime / 2) size = Math.min(size * 2, batchSize.most);
      await new Promise((resolve) => setTimeout(resolve, time));
    }
  }

  return {
    get(id) {
      const row = select.get(toColumn(id)) ?? undefined;
      return row === undefined ? undefined : fromRow(row);
    },
    commit(changes): CommitResult {
      let lost = '';
      const done = transaction(() => {
        for (const change of changes)
          if (!holds(change)) {
            lost = 'record' in change ? change.record.id : change.id;
            return undefined;
          }
        changes.forEach(apply);
        return committed;
      });
      return done ?? { committed: false, lost };
    },
    revoke: async (target) => deleteWhere(...covered(target)),
    purge: async (now, limit) => deleteWhere('expires_at <= ? ORDER BY expires_at', [now], limit),
  };
}

function covered(target: RevocationTarget): readonly [string, readonly string[]] {
  if ('grantId' in target) return ['grant_id = ?', [toColumn(target.grantId)]];
  if (!('subject' in target)) return ['client_id = ?', [toColumn(target.clientId)]];
  const { subject, clientId } = target;
  if (clientId === undefined) return ['subject = ?', [toColumn(subject)]];
  return ['subject = ? AND client_id = ?', [toColumn(subject), toColumn(clientId)]];
}
