import { createHash } from 'node:crypto';
import {
  ConfigurationError,
  isJsonObject,
  type RevocationTarget,
  type Store,
} from '@oauth/core/plugin';
import { fromRow, toColumn } from '@oauth/core/rows';
import { commits, type Run } from './commit.js';
import { retrying, type PostgresPool, type PostgresValue } from './pool.js';
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
  const names = new Map<string, string>();
  const run: Run = async (on, text, values, prepared) => {
    if (!prepare || !prepared) return (await on.query({ text, values })).rows;
    let name = names.get(text);
    if (name === undefined) names.set(text, (name = nameFor(text)));
    return (await on.query({ name, text, values })).rows;
  };
  // Planned anew each time: a plan that was made for the table when it was small would scan it.
  const runRarely = async (name: StatementName, values: PostgresValue[]) =>
    run(pool, texts[name], values, false);
  const commit = commits(pool, table.quoted, run);

  async function inBatches(
    limit: number,
    batch: (most: number) => Promise<{ readonly found: number; readonly deleted: number }>,
  ): Promise<number> {
    let total = 0;
    for (;;) {
      const most = Math.floor(Math.min(batchSize, limit - total));
      if (!(most > 0)) break;
      const { found, deleted } = await retrying(async () => batch(most));
      total += deleted;
      if (found === 0) break;
    }
    return total;
  }

  return {
    async get(id) {
      const [row] = await run(pool, texts.select, [toColumn(id)], true);
      return row === undefined ? undefined : fromRow(row);
    },
    commit: async (changes) => retrying(async () => commit(changes)),
    revoke: async (target) =>
      inBatches(Infinity, async (most) => {
        const [name, values] = covered(target);
        const [row] = await runRarely(name, [most, ...values]);
        const { found, deleted } = isJsonObject(row) ? row : {};
        return { found: Number(found), deleted: Number(deleted) };
      }),
    purge: async (now, limit) =>
      inBatches(limit, async (most) => {
        const { length } = await runRarely('purge', [now, most]);
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

/** PostgreSQL tells prepared statements apart by the first 63 bytes of their names. */
function nameFor(text: string): string {
  return `oauth ${createHash('sha256').update(text).digest('base64url')}`;
}
