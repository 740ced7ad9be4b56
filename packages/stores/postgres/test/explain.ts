import type pg from 'pg';
import type { PostgresPool, PostgresQuery, PostgresValue } from '@oauth/store-postgres';

/** A pool that keeps the queries that are sent through it. */
export interface WatchedPool extends PostgresPool {
  readonly sent: PostgresQuery[];
}

export function watchPool(pool: pg.Pool): WatchedPool {
  const sent: PostgresQuery[] = [];
  return {
    sent,
    query(query) {
      sent.push(query);
      return pool.query(query);
    },
    connect: () => pool.connect(),
  };
}

/** The plan of a query for any values, which a prepared statement keeps. */
export async function explain(pool: pg.Pool, query: PostgresQuery): Promise<string> {
  const anyValues = { ...query, values: (query.values ?? []).map(() => null) };
  return explainPrepared(pool, anyValues, 'EXPLAIN');
}

/** What a prepared query does with its values. Its changes are rolled back. */
export async function explainRun(pool: pg.Pool, query: PostgresQuery): Promise<string> {
  const options = 'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF';
  return explainPrepared(pool, query, `EXPLAIN (${options})`);
}

async function explainPrepared(
  pool: pg.Pool,
  { text, values = [] }: PostgresQuery,
  command: string,
): Promise<string> {
  const client = await pool.connect();
  const literals = values.map((value) => toLiteral(client, value)).join(', ');
  try {
    await client.query('BEGIN; SET LOCAL plan_cache_mode = force_generic_plan');
    await client.query(`PREPARE planned AS ${text}`);
    const { rows } = await client.query(`${command} EXECUTE planned(${literals})`);
    return rows.map((row: object) => Object.values(row).join('')).join('\n');
  } finally {
    await client.query('ROLLBACK; DEALLOCATE planned');
    client.release();
  }
}

function toLiteral(client: pg.PoolClient, value: PostgresValue): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? client.escapeLiteral(value) : String(value);
}
