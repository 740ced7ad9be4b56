import pg from 'pg';
import type { Store } from '@oauth/core';
import { migrate, postgresStore, type PostgresStoreOptions } from '@oauth/store-postgres';
import type { MadeStore } from '@oauth/testing';

/** A schema that one test file has to itself. */
export interface TemporarySchema {
  readonly name: string;
  /** For what no store does. */
  readonly pool: pg.Pool;
  /** Opens a store on the table of this prefix, over a pool of its own. */
  readonly open: (prefix: string, options?: PostgresStoreOptions) => Promise<Store>;
  /** A pool that ends with the schema, if not before. */
  readonly connect: (config?: pg.PoolConfig) => pg.Pool;
  /** A prefix whose table is there. */
  readonly table: () => Promise<string>;
  /** An empty store for the kit. */
  readonly make: () => Promise<MadeStore>;
  readonly create: () => Promise<unknown>;
  readonly remove: () => Promise<void>;
}

let made = 0;

/** The database's URL with settings for its sessions: `search_path=mine`. */
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
    // Tests end connections on purpose.
    pool.on('error', () => undefined);
    pools.add(pool);
    return pool;
  };
  const pool = connect({ max: 2 });
  let tables = 0;

  const open: TemporarySchema['open'] = (prefix, options) =>
    postgresStore(connect(), { schema, prefix, ...options });
  const table = async (): Promise<string> => {
    const prefix = `t${(tables += 1)}_`;
    await migrate(pool, { schema, prefix });
    return prefix;
  };
  const end = async (): Promise<void> => {
    for (const one of pools)
      if (one !== pool) {
        pools.delete(one);
        if (!one.ended) await one.end();
      }
  };

  return {
    name: schema,
    pool,
    connect,
    open,
    table,
    async make() {
      const prefix = await table();
      return {
        store: await open(prefix),
        open: () => open(prefix),
        place: { connectionString, schema, prefix },
        damage: (id) =>
          pool.query(`UPDATE ${schema}.${prefix}records SET data = '[]' WHERE id = $1`, [id]),
        close: async () => {
          await end();
          await pool.query(`DROP TABLE ${schema}.${prefix}records`);
        },
      };
    },
    create: () => pool.query(`CREATE SCHEMA ${schema}`),
    async remove() {
      await end();
      await pool.query(`DROP SCHEMA ${schema} CASCADE`);
      await pool.end();
    },
  };
}
