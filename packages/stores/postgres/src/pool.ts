/** A parameter of a query; an array goes to one placeholder. */
export type PostgresValue = string | number | null | (string | number | null)[];

/** A query; one with a name is prepared once on each connection. */
export interface PostgresQuery {
  readonly name?: string;
  readonly text: string;
  readonly values?: PostgresValue[];
}

/** Rows by column name. */
export interface PostgresResult {
  readonly rows: readonly unknown[];
}

/** What runs queries: a pool or a connection. */
export interface PostgresQueryable {
  query(query: PostgresQuery): Promise<PostgresResult>;
}

/** A connection that is the store's until it is released; with `true` it is closed instead. */
export interface PostgresClient extends PostgresQueryable {
  release(destroy?: boolean): void;
  /** Where the driver reports the end of the connection by an event. */
  on?(event: 'error', listener: (error: Error) => void): unknown;
  removeListener?(event: 'error', listener: (error: Error) => void): unknown;
}

/** A `Pool` of `pg`, or what `fromPostgresJs` makes. */
export interface PostgresPool extends PostgresQueryable {
  connect(): Promise<PostgresClient>;
}

/**
 * Runs `work` in a transaction on one connection. Rolls back when `work` throws, or when its result
 * can't be committed.
 */
export async function runTransaction<T>(
  pool: PostgresPool,
  work: (client: PostgresQueryable) => Promise<T>,
  canCommit: (result: T) => boolean = () => true,
): Promise<T> {
  const client = await pool.connect();
  // An event without a listener would end the process. The query under way rejects as well.
  client.on?.('error', ignoreError);
  try {
    await client.query({ text: 'BEGIN ISOLATION LEVEL READ COMMITTED' });
    const result = await work(client);
    await client.query({ text: canCommit(result) ? 'COMMIT' : 'ROLLBACK' });
    client.removeListener?.('error', ignoreError);
    client.release();
    return result;
  } catch (error) {
    const rolledBack = client.query({ text: 'ROLLBACK' });
    const canRollBack = await rolledBack.then(
      () => true,
      () => false,
    );
    client.removeListener?.('error', ignoreError);
    client.release(!canRollBack);
    throw error;
  }
}

function ignoreError(): void {
  // The calls of the connection reject.
}

/** How often a call is made that the database undoes because of another transaction. */
const maxAttempts = 8;

/**
 * Makes a call again when PostgreSQL has undone it: to end a deadlock, or because the database is set
 * to a stricter isolation than READ COMMITTED.
 */
export async function retryConflicts<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt === maxAttempts || !isConflict(error)) throw error;
    }
  }
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const uniqueViolation = '23505';
const serializationFailure = '40001';
const deadlockDetected = '40P01';

/** A taken id, too, may be free the next time: one that stays taken makes the commit lose. */
function isConflict(error: unknown): boolean {
  return [uniqueViolation, serializationFailure, deadlockDetected].some((code) =>
    hasCode(error, code),
  );
}

/** Whether PostgreSQL has refused a statement with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
