import type { PostgresPool, PostgresQuery, PostgresResult, PostgresValue } from './pool.js';

/** Connections of postgres.js, of which it needs this much. */
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
  const query =
    (on: PostgresJsQueries) =>
    async ({ name, text, values = [] }: PostgresQuery): Promise<PostgresResult> => ({
      rows: await on.unsafe(text, values, { prepare: name !== undefined }),
    });
  return {
    query: query(sql),
    async connect() {
      const reserved = await sql.reserve();
      return {
        query: query(reserved),
        release: () => reserved.release(),
      };
    },
  };
}
