import pg from 'pg';
import type { Store } from '@oauth/core';
import {
  migrate,
  postgresStore,
  type PostgresStoreOptions,
  type SchemaOptions,
} from '@oauth/store-postgres';
import type { MadeStore } from '@oauth/testing';

/** A schema that belongs to one test file. */
export interface TemporarySchema {
  readonly name: string;
  /** For statements that the store does not run. */
  readonly pool: pg.Pool;
  /** Opens a store on the table of this prefix, over a pool of its own. */
  readonly open: (prefix: string, options?: PostgresStoreOptions) => Promise<Required<Store>>;
  /** A pool that ends with the schema, if not before. */
  readonly connect: (config?: pg.PoolConfig) => pg.Pool;
  /** Creates a table; resolves to its prefix. */
  readonly table: (options?: SchemaOptions) => Promise<string>;
  /** Makes an empty store for the store suite. */
  readonly make: (options?: SchemaOptions) => Promise<MadeStore>;
  readonly create: () => Promise<unknown>;
  readonly remove: () => Promise<void>;
}

let made = 0;

/** Adds settings for the connection's sessions to a URL: `search_path=app`. */
export function withSettings(url: string, settings: string): string {
  const changed = new URL(url);
  changed.searchParams.set('options', `-c ${settings}`);
  return changed.href;
}

export function temporarySchema(connectionString: string): TemporarySchema {
  const schema = `store_${process.pid}_${(made += 1)}_${Date.now().toString(36)}`;
  const pools = new Set<pg.Pool>();
  const connect = (config: pg.PoolConfig = {}): pg.Pool => {
    const pool = new pg.Pool({ connectionString, max: 4, ...config });
    // Some tests end connections on purpose.
    pool.on('error', () => undefined);
    pools.add(pool);
    return pool;
  };
  const pool = connect({ max: 2 });
  let tables = 0;

  const open: TemporarySchema['open'] = (prefix, options) =>
    postgresStore(connect(), { schema, prefix, ...options });
  const table: TemporarySchema['table'] = async (options) => {
    const prefix = `t${(tables += 1)}_`;
    await migrate(pool, { schema, prefix, ...options });
    return prefix;
  };
  const endPools = async (): Promise<void> => {
    for (const opened of pools)
      if (opened !== pool) {
        pools.delete(opened);
        if (!opened.ended) await opened.end();
      }
  };

  return {
    name: schema,
    pool,
    connect,
    open,
    table,
    async make(options) {
      const prefix = await table(options);
      return {
        store: await open(prefix),
        open: () => open(prefix),
        place: { connectionString, schema, prefix },
        damage: (id) =>
          pool.query(`UPDATE ${schema}.${prefix}records SET data = '[]' WHERE id = $1`, [id]),
        close: async () => {
          await endPools();
          await pool.query(`DROP TABLE ${schema}.${prefix}records`);
        },
      };
    },
    create: () => pool.query(`CREATE SCHEMA ${schema}`),
    async remove() {
      await endPools();
      await pool.query(`DROP SCHEMA ${schema} CASCADE`);
      await pool.end();
    },
  };
}
