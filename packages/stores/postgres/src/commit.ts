import type { Change, CommitResult } from '@oauth/core/plugin';
import { getRecordId, isGuard, toColumn, toRow, type Guard } from '@oauth/store-kit';
import { commitStatement, type CommitShape } from './commit-statement.js';
import {
  runTransaction,
  type PostgresPool,
  type PostgresQueryable,
  type PostgresValue,
} from './pool.js';
import type { RunStatement } from './statements.js';

/** Carries out a commit. */
export type Commit = (changes: readonly Change[]) => Promise<CommitResult>;

const committed = Object.freeze({ committed: true });

/** Most rows of a statement that is prepared: as many as requests commit. */
const preparedRows = 4;
/** Most changes in one statement: PostgreSQL takes 65,535 values. */
const maxChanges = 1000;

/** Makes commits to a table. Each is one round trip unless more than one of its changes is a guard. */
export function createCommit(
  pool: PostgresPool,
  table: string,
  runStatement: RunStatement,
): Commit {
  const getText = createTextCache(table);

  async function commitAtOnce(
    database: PostgresQueryable,
    changes: readonly Change[],
  ): Promise<CommitResult> {
    const guard = changes.find(isGuard);
    const inserts = changes.filter((change) => change.type === 'insert');
    const removes = changes.filter((change) => change.type === 'remove');
    const shape = { guard: guard?.type, inserts: inserts.length, removes: removes.length };
    const values = guard === undefined ? [] : getGuardValues(guard);
    for (const { record } of inserts) values.push(...toRow(record));
    for (const { id } of removes) values.push(toColumn(id));
    const statement = { text: getText(shape), values, isPrepared: isSmall(shape) };
    const rows = await runStatement(database, statement);
    if (guard === undefined || rows.length > 0) return committed;
    return { committed: false, lost: getRecordId(guard) };
  }

  async function commitOneByOne(
    client: PostgresQueryable,
    changes: readonly Change[],
  ): Promise<CommitResult> {
    // All transactions lock in the order of ids, so that no two wait for each other.
    for (const change of [...changes].sort(compareChanges)) {
      const result = await commitAtOnce(client, [change]);
      if (!result.committed) return result;
    }
    return committed;
  }

  return async (changes) => {
    if (changes.length === 0) return committed;
    if (fitsOneStatement(changes)) return commitAtOnce(pool, changes);
    return runTransaction(pool, async (client) => commitOneByOne(client, changes), isCommitted);
  };
}

/** Keeps the texts of the statements that are prepared. */
function createTextCache(table: string): (shape: CommitShape) => string {
  const texts = new Map<string, string>();
  return (shape) => {
    const key = `${shape.guard} ${shape.inserts} ${shape.removes}`;
    const text = texts.get(key) ?? commitStatement(table, shape);
    if (isSmall(shape)) texts.set(key, text);
    return text;
  };
}

function isSmall({ inserts, removes }: CommitShape): boolean {
  return inserts <= preparedRows && removes <= preparedRows;
}

function isCommitted(result: CommitResult): boolean {
  return result.committed;
}

/** A statement must not touch a row twice, and cannot undo one guard when another loses. */
function fitsOneStatement(changes: readonly Change[]): boolean {
  if (changes.length === 1) return true;
  if (changes.length > maxChanges || changes.filter(isGuard).length > 1) return false;
  return new Set(changes.map(getRecordId)).size === changes.length;
}

function getGuardValues(guard: Guard): PostgresValue[] {
  return guard.type === 'update' ? [...toRow(guard.record)] : [guard.expiresAt, toColumn(guard.id)];
}

/** Orders guards before other changes, and by id among themselves. */
function compareChanges(one: Change, other: Change): number {
  if (isGuard(one) !== isGuard(other)) return isGuard(one) ? -1 : 1;
  if (!isGuard(one) || getRecordId(one) === getRecordId(other)) return 0;
  return getRecordId(one) < getRecordId(other) ? -1 : 1;
}
