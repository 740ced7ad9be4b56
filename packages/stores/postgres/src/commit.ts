import type { Change, CommitResult } from '@oauth/core/plugin';
import { toColumn, toRow } from '@oauth/core/rows';
import { commitStatement, type CommitShape } from './commit-statements.js';
import {
  transaction,
  type PostgresPool,
  type PostgresQueryable,
  type PostgresValue,
} from './pool.js';

/** Runs a statement, prepared if it is one of few that come again and again; resolves to its rows. */
export type Run = (
  on: PostgresQueryable,
  text: string,
  values: PostgresValue[],
  prepared: boolean,
) => Promise<readonly unknown[]>;

/** Carries out commits. */
export type Commit = (changes: readonly Change[]) => Promise<CommitResult>;

const committed = Object.freeze({ committed: true });

/** Rows of a statement that is prepared: what requests commit. Larger ones are planned each time. */
const fewRows = 4;
/** Rows of any statement: PostgreSQL takes 65,535 values. */
const mostRows = 1000;

type Guard = Extract<Change, { type: 'update' | 'extend' }>;

/** Commits to the table of this name, each in one round trip unless more than one change can lose. */
export function commits(pool: PostgresPool, table: string, run: Run): Commit {
  const texts = new Map<string, string>();
  function textFor(shape: CommitShape): string {
    const key = `${shape.guard} ${shape.inserts} ${shape.removes}`;
    const text = texts.get(key) ?? commitStatement(table, shape);
    if (isSmall(shape)) texts.set(key, text);
    return text;
  }

  async function commitOnce(
    on: PostgresQueryable,
    changes: readonly Change[],
  ): Promise<CommitResult> {
    const guard = changes.find(isGuard);
    const inserts = changes.filter((change) => change.type === 'insert');
    const removes = changes.filter((change) => change.type === 'remove');
    const shape = { guard: guard?.type, inserts: inserts.length, removes: removes.length };
    const values: PostgresValue[] = guard === undefined ? [] : guardValues(guard);
    for (const { record } of inserts) values.push(...toRow(record));
    for (const { id } of removes) values.push(toColumn(id));
    const won = await run(on, textFor(shape), values, isSmall(shape));
    return guard === undefined || won.length > 0
      ? committed
      : { committed: false, lost: idOf(guard) };
  }

  async function inTurn(
    client: PostgresQueryable,
    changes: readonly Change[],
  ): Promise<CommitResult> {
    // All transactions lock in the order of ids, so that none waits for one that waits for it.
    for (const change of [...changes].sort(guardsFirst)) {
      const result = await commitOnce(client, [change]);
      if (!result.committed) return result;
    }
    return committed;
  }

  return async (changes) => {
    if (changes.length === 0) return committed;
    if (fitsOneStatement(changes)) return commitOnce(pool, changes);
    return transaction(pool, async (client) => inTurn(client, changes), isCommitted);
  };
}

function isSmall({ inserts, removes }: CommitShape): boolean {
  return inserts <= fewRows && removes <= fewRows;
}

function isCommitted({ committed }: CommitResult): boolean {
  return committed;
}

/** One statement must not touch a row twice, and cannot undo one guard when another loses. */
function fitsOneStatement(changes: readonly Change[]): boolean {
  if (changes.length === 1) return true;
  if (changes.length > mostRows || changes.filter(isGuard).length > 1) return false;
  return new Set(changes.map(idOf)).size === changes.length;
}

function guardValues(guard: Guard): PostgresValue[] {
  return guard.type === 'update' ? [...toRow(guard.record)] : [guard.expiresAt, toColumn(guard.id)];
}

function isGuard(change: Change): change is Guard {
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
