import type { Change, CommitResult } from '@oauth/core';
import { recordColumns, toColumn, toRow } from '@oauth/core/rows';
import {
  transaction,
  type PostgresPool,
  type PostgresQueryable,
  type PostgresValue,
} from './pool.js';
import type { StatementName } from './statements.js';

/** Runs a statement; resolves to its rows. */
export type Run = (
  on: PostgresQueryable,
  name: StatementName,
  values: PostgresValue[],
) => Promise<readonly unknown[]>;

const committed = Object.freeze({ committed: true });

/** Carries out a commit: in one round trip, unless more than one of its changes can lose. */
export async function commit(
  pool: PostgresPool,
  run: Run,
  changes: readonly Change[],
): Promise<CommitResult> {
  if (fitsOneStatement(changes)) return commitOnce(pool, run, changes);
  const inTurn = async (client: PostgresQueryable): Promise<CommitResult> => {
    // All transactions lock in the order of ids, so that none waits for one that waits for it.
    for (const change of [...changes].sort(guardsFirst)) {
      const result = await commitOnce(client, run, [change]);
      if (!result.committed) return result;
    }
    return committed;
  };
  return transaction(pool, inTurn, (result) => result.committed);
}

/** One statement must not touch a row twice, and cannot undo one guard when another loses. */
function fitsOneStatement(changes: readonly Change[]): boolean {
  const guards = changes.filter(isGuard).length;
  return guards < 2 && (changes.length < 2 || new Set(changes.map(idOf)).size === changes.length);
}

async function commitOnce(
  on: PostgresQueryable,
  run: Run,
  changes: readonly Change[],
): Promise<CommitResult> {
  const guard = changes.find(isGuard);
  const values = changedRows(changes);
  if (guard === undefined) {
    if (changes.length > 0) await run(on, 'plain', values);
    return committed;
  }
  const own = guard.type === 'update' ? toRow(guard.record) : [guard.expiresAt, toColumn(guard.id)];
  const won = await run(on, guard.type, [...values, ...own]);
  return won.length > 0 ? committed : { committed: false, lost: idOf(guard) };
}

/** The new rows as one array for each column, and the ids to remove. */
function changedRows(changes: readonly Change[]): PostgresValue[] {
  const columns: (string | number | null)[][] = recordColumns.map(() => []);
  const removed: string[] = [];
  for (const change of changes)
    if (change.type === 'insert')
      toRow(change.record).forEach((value, index) => columns[index]?.push(value));
    else if (change.type === 'remove') removed.push(toColumn(change.id));
  return [...columns, removed];
}

function isGuard(change: Change): change is Extract<Change, { type: 'update' | 'extend' }> {
  return change.type === 'update' || change.type === 'extend';
}

function guardsFirst(one: Change, other: Change): number {
  if (isGuard(one) !== isGuard(other)) return isGuard(one) ? -1 : 1;
  if (!isGuard(one) || idOf(one) === idOf(other)) return 0;
  return idOf(one) < idOf(other) ? -1 : 1;
}

function idOf(change: Change): string {
  return 'record' in change ? change.record.id : change.id;
}
