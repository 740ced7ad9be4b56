/** What a parameter of a query is; an array goes to one parameter. */
export type PostgresValue = string | number | null | (string | number | null)[];

/** What goes to the database; one with a name is prepared once on each connection. */
export interface PostgresQuery {
  readonly name?: string;
  readonly text: string;
  readonly values?: PostgresValue[];
}

/** Rows by column name. */
export interface PostgresResult {
  readonly rows: readonly unknown[];
}

/** Whatever answers queries. */
export interface PostgresQueryable {
  query(query: PostgresQuery): Promise<PostgresResult>;
}

/** A connection that is the store's until it is released; with `true` it is closed instead. */
export interface PostgresClient extends PostgresQueryable {
  release(destroy?: boolean): void;
}

/** A `Pool` of `pg`, or what `fromPostgresJs` makes. */
export interface PostgresPool extends PostgresQueryable {
  connect(): Promise<PostgresClient>;
}

/** Runs `work` on one connection in a transaction; undoes it when it throws or is not done. */
export async function transaction<T>(
  pool: PostgresPool,
  work: (client: PostgresQueryable) => Promise<T>,
  isDone: (result: T) => boolean = () => true,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query({ text: 'BEGIN ISOLATION LEVEL READ COMMITTED' });
    const result = await work(client);
    await client.query({ text: isDone(result) ? 'COMMIT' : 'ROLLBACK' });
    client.release();
    return result;
  } catch (error) {
    const rolledBack = client.query({ text: 'ROLLBACK' });
    await rolledBack.then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  }
}

/** Most attempts at what the database undid for the sake of another transaction. */
const attempts = 8;

/**
 * Does again what PostgreSQL undid because it was one of a deadlock, or because the database is
 * set to a stricter isolation than READ COMMITTED.
 */
export async function retrying<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt === attempts || !isConflict(error)) throw error;
    }
  }
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html (class 40) */
function isConflict(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code === '40001' || error.code === '40P01';
}
