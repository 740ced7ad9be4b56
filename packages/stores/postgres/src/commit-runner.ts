import type { Change, CommitResult } from '@oauth/core/plugin';
import {
  collectNames,
  findRepeatedWrite,
  getRecordId,
  isGuard,
  toColumn,
  toRow,
} from '@oauth/store-kit';
import { commitStatement, getGuardValues, type CommitShape } from './commit-statement.js';
import {
  hasCode,
  runTransaction,
  uniqueViolation,
  type PostgresPool,
  type PostgresQueryable,
} from './pool.js';
import type { RunStatement, Statement } from './statements.js';

const committed = Object.freeze({ committed: true });

/** Most rows of a statement that is prepared: as many as requests commit. */
const preparedRows = 4;
/** Most changes in one statement: PostgreSQL takes 65,535 values. */
const maxChanges = 1000;

/** Makes commits to a table, each in one round trip unless more than one of its changes is a guard. */
export class CommitRunner {
  readonly #pool: PostgresPool;
  readonly #table: string;
  readonly #runStatement: RunStatement;
  readonly #getText: (shape: CommitShape) => string;

  constructor(pool: PostgresPool, table: string, runStatement: RunStatement) {
    this.#pool = pool;
    this.#table = table;
    this.#runStatement = runStatement;
    this.#getText = createTextCache(table);
  }

  async commit(changes: readonly Change[]): Promise<CommitResult> {
    if (changes.length === 0) return committed;
    const lost = findRepeatedWrite(changes);
    if (lost !== undefined) return { committed: false, lost };
    try {
      if (fitsOneStatement(changes)) return await this.#commitAtOnce(this.#pool, changes);
      const commitAll = async (client: PostgresQueryable): Promise<CommitResult> =>
        this.#commitOneByOne(client, changes);
      return await runTransaction(this.#pool, commitAll, isCommitted);
    } catch (error) {
      return await this.#loseToTakenId(error, changes);
    }
  }

  async #commitAtOnce(
    database: PostgresQueryable,
    changes: readonly Change[],
  ): Promise<CommitResult> {
    const shape = getShape(changes);
    const statement = buildStatement(shape, this.#getText(shape), changes);
    const rows = await this.#runStatement(database, statement);
    if (rows.length > 0) return committed;
    // Without a guard it is a single insert.
    const loser = changes.find(isGuard) ?? changes[0];
    return { committed: false, lost: loser ? getRecordId(loser) : '' };
  }

  async #commitOneByOne(
    client: PostgresQueryable,
    changes: readonly Change[],
  ): Promise<CommitResult> {
    for (const change of [...changes].sort(compareChanges)) {
      const result = await this.#commitAtOnce(client, [change]);
      if (!result.committed) return result;
    }
    return committed;
  }

  /** PostgreSQL undoes a statement that inserts a taken id, and does not say reliably which. */
  async #loseToTakenId(error: unknown, changes: readonly Change[]): Promise<CommitResult> {
    if (!hasCode(error, uniqueViolation)) throw error;
    const ids = changes.filter(({ type }) => type === 'insert').map(getRecordId);
    const text = `SELECT id AS name FROM ${this.#table} WHERE id = ANY($1)`;
    const statement = { text, values: [ids.map(toColumn)], isPrepared: false };
    const taken = collectNames(await this.#runStatement(this.#pool, statement));
    const lost = ids.find((id) => taken.has(toColumn(id)));
    // The record is gone by now: the commit is made again.
    if (lost === undefined) throw error;
    return { committed: false, lost };
  }
}

function getShape(changes: readonly Change[]): CommitShape {
  return {
    guard: changes.find(isGuard)?.type,
    inserts: changes.filter(({ type }) => type === 'insert').length,
    removes: changes.filter(({ type }) => type === 'remove').length,
  };
}

function buildStatement(shape: CommitShape, text: string, changes: readonly Change[]): Statement {
  const guard = changes.find(isGuard);
  const values = guard === undefined ? [] : getGuardValues(guard);
  for (const change of changes) if (change.type === 'insert') values.push(...toRow(change.record));
  for (const change of changes) if (change.type === 'remove') values.push(toColumn(change.id));
  return { text, values, isPrepared: isSmall(shape) };
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

/** The order of changes in a transaction: guards, then inserts, then the rest. */
function orderOf(change: Change): number {
  if (isGuard(change)) return 0;
  return change.type === 'insert' ? 1 : 2;
}

/** All transactions lock guards and inserts in the order of ids, so that no two wait for each other. */
function compareChanges(one: Change, other: Change): number {
  const order = orderOf(one) - orderOf(other);
  if (order !== 0 || getRecordId(one) === getRecordId(other)) return order;
  return getRecordId(one) < getRecordId(other) ? -1 : 1;
}
