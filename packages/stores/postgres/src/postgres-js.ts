import type { PostgresPool, PostgresQuery, PostgresResult, PostgresValue } from './pool.js';

/** The part of a connection of postgres.js that the store uses. */
interface PostgresJsQueries {
  unsafe(
    text: string,
    values?: PostgresValue[],
    options?: { readonly prepare?: boolean },
  ): PromiseLike<readonly unknown[]>;
}

/** What `postgres(url)` of postgres.js returns. */
export interface PostgresJs extends PostgresJsQueries {
  reserve(): Promise<PostgresJsQueries & { release(): void }>;
}

/** Makes the pool that a store takes from the `sql` of postgres.js. */
export function fromPostgresJs(sql: PostgresJs): PostgresPool {
  const queryOn =
    (connection: PostgresJsQueries) =>
    async ({ name, text, values = [] }: PostgresQuery): Promise<PostgresResult> => ({
      rows: await connection.unsafe(text, values, { prepare: name !== undefined }),
    });
  return {
    query: queryOn(sql),
    async connect() {
      const reserved = await sql.reserve();
      return {
        query: queryOn(reserved),
        release: () => reserved.release(),
      };
    },
  };
}
