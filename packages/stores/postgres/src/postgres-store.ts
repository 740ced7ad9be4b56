import { ConfigurationError, isJsonObject, type RevocationTarget, type Store } from '@oauth/core';
import { fromRow, toColumn } from '@oauth/core/rows';
import { commit, type Run } from './commit.js';
import { retrying, type PostgresPool } from './pool.js';
import { schemaFaults, tableOf, type TableOptions } from './schema.js';
import { statements, type StatementName } from './statements.js';

/** How a PostgreSQL store works. */
export interface PostgresStoreOptions extends TableOptions {
  /**
   * Whether statements are prepared once on each connection. Turn it off behind a pooler that
   * gives each transaction another connection. Default: true.
   */
  readonly prepare?: boolean | undefined;
}

/** Rows that one statement deletes: few enough that nobody waits for it. */
const batchSize = 500;

/**
 * Keeps codes and tokens in PostgreSQL 12 or newer, through a pool of the app's. It resolves once
 * it has seen that the schema fits; afterwards each call is one round trip.
 *
 * @throws ConfigurationError when the database lacks a table, a column or an index; it says which,
 * and the statement to run. `migrate` runs them. Rejects with the pool's error when the database
 * cannot be reached.
 */
export async function postgresStore(
  pool: PostgresPool,
  options: PostgresStoreOptions = {},
): Promise<Store> {
  const { prepare = true } = options;
  const table = tableOf(options);
  const faults = await schemaFaults(pool, table);
  if (faults.length > 0) throw new ConfigurationError(faults);

  const texts = statements(table.quoted);
  const run: Run = async (on, name, values) => {
    const query = { text: texts[name], values };
    const named = { name: `${table.quoted} ${name}`, ...query };
    return (await on.query(prepare ? named : query)).rows;
  };

  async function inBatches(
    limit: number,
    batch: (most: number) => Promise<{ readonly found: number; readonly deleted: number }>,
  ): Promise<number> {
    let total = 0;
    while (total < limit) {
      const most = Math.min(batchSize, limit - total);
      const { found, deleted } = await retrying(async () => batch(most));
      total += deleted;
      if (found === 0) break;
    }
    return total;
  }

  return {
    async get(id) {
      const [row] = await run(pool, 'select', [toColumn(id)]);
      return row === undefined ? undefined : fromRow(row);
    },
    commit: async (changes) => retrying(async () => commit(pool, run, changes)),
    revoke: async (target) =>
      inBatches(Infinity, async (most) => {
        const [name, values] = covered(target);
        const [row] = await run(pool, name, [most, ...values]);
        const { found, deleted } = isJsonObject(row) ? row : {};
        return { found: Number(found), deleted: Number(deleted) };
      }),
    purge: async (now, limit) =>
      inBatches(limit, async (most) => {
        const { length } = await run(pool, 'purge', [now, most]);
        return { found: length, deleted: length };
      }),
  };
}

function covered(target: RevocationTarget): readonly [StatementName, readonly string[]] {
  if ('grantId' in target) return ['revokeGrant', [toColumn(target.grantId)]];
  if (!('subject' in target)) return ['revokeClient', [toColumn(target.clientId)]];
  const { subject, clientId } = target;
  if (clientId === undefined) return ['revokeSubject', [toColumn(subject)]];
  return ['revokeSubjectAtClient', [toColumn(subject), toColumn(clientId)]];
}
