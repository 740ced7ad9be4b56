import type { Store } from '@oauth/core';
import { migrate, postgresStore, type PostgresStoreOptions } from '@oauth/store-postgres';
import type { MadeStore } from '@oauth/testing';
import pg from 'pg';

/** A schema that one test file has to itself. */
export interface TemporarySchema {
  readonly name: string;
  /** For what no store does. */
  readonly pool: pg.Pool;
  /** Opens a store on the table of this prefix, over a pool of its own. */
  open(prefix: string, options?: PostgresStoreOptions): Promise<Store>;
  /** A prefix whose table is there. */
  table(): Promise<string>;
  /** An empty store for the kit. */
  make(): Promise<MadeStore>;
  create(): Promise<unknown>;
  remove(): Promise<void>;
}

let made = 0;

export function temporarySchema(connectionString: string): TemporarySchema {
  const schema = `store_${process.pid}_${(made += 1)}_${Date.now().toString(36)}`;
  const pools = new Set<pg.Pool>();
  const connect = (max: number): pg.Pool => {
    const pool = new pg.Pool({ connectionString, max });
    pools.add(pool);
    return pool;
  };
  const pool = connect(2);
  let tables = 0;

  const open: TemporarySchema['open'] = (prefix, options) =>
    postgresStore(connect(4), { schema, prefix, ...options });
  const table = async (): Promise<string> => {
    const prefix = `t${(tables += 1)}_`;
    await migrate(pool, { schema, prefix });
    return prefix;
  };
  const end = async (): Promise<void> => {
    for (const one of pools)
      if (one !== pool) {
        pools.delete(one);
        await one.end();
      }
  };

  return {
    name: schema,
    pool,
    open,
    table,
    async make() {
      const prefix = await table();
      return {
        store: await open(prefix),
        peers: (count) => Promise.all(Array.from({ length: count }, () => open(prefix))),
        reopen: () => open(prefix),
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
