import pg from 'pg';
import type { Store } from '@oauth/core';
import { migrate, postgresStore } from '@oauth/store-postgres';

const postgresUrl = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** A schema for one benchmark. */
export interface PostgresSchema {
  readonly name: string;
  /** Opens a pool of at most `max` connections, which closes when the schema is removed. */
  readonly connect: (max: number, settings?: string) => pg.Pool;
  /** Opens all connections of a pool; resolves to the ids of the processes that serve them. */
  readonly getBackendPids: (pool: pg.Pool) => Promise<readonly number[]>;
  /** A store on the table of this prefix, which is created if it is missing. */
  readonly openStore: (pool: pg.Pool, prefix: string) => Promise<Store>;
  readonly remove: () => Promise<void>;
}

/** Creates a schema; rejects if there is no PostgreSQL. */
export async function createPostgresSchema(): Promise<PostgresSchema> {
  const name = `bench_${process.pid}_${Date.now().toString(36)}`;
  const pools: pg.Pool[] = [];
  const connect = (max: number, settings = ''): pg.Pool => {
    const pool = new pg.Pool({
      connectionString: postgresUrl,
      max,
      options: settings,
      idleTimeoutMillis: 0,
    });
    pools.push(pool);
    return pool;
  };
  await connect(1).query(`CREATE SCHEMA ${name}`);
  return {
    name,
    connect,
    getBackendPids,
    async openStore(pool, prefix) {
      await migrate(pool, { schema: name, prefix });
      return postgresStore(pool, { schema: name, prefix });
    },
    async remove() {
      await pools[0]?.query(`DROP SCHEMA ${name} CASCADE`);
      await Promise.all(pools.map(async (pool) => pool.end()));
    },
  };
}

async function getBackendPids(pool: pg.Pool): Promise<readonly number[]> {
  const clients = await Promise.all(
    Array.from({ length: pool.options.max }, async () => pool.connect()),
  );
  const results = await Promise.all(
    clients.map(async (client) => client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')),
  );
  for (const client of clients) client.release();
  return results.flatMap(({ rows }) => rows.map(({ pid }) => pid));
}
