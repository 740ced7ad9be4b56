import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { createClient } from 'redis';
import type { Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { redisStore } from '@oauth/store-redis';
import { migrate, sqliteStore } from '@oauth/store-sqlite';
import type { Filling } from '../server/grants.js';
import { each } from './each.js';
import { postgresSchema } from './postgres.js';
import { startRedis } from './redis-server.js';

/** A kind of store, ready to be opened. */
export interface Service {
  readonly name: string;
  readonly filling: Filling;
  /** An empty store; each is a database of its own. */
  readonly open: () => Promise<Store>;
  /** Has all that was stored expire within so many seconds, where the store does that by itself. */
  readonly expire?: (seconds: number) => Promise<void>;
  /** Has the database look at what it holds, as it does by itself in time. */
  readonly settle: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();

function memory(): Promise<Service> {
  let filling = true;
  return Promise.resolve({
    name: 'memory',
    filling: { batch: 1, inFlight: 1 },
    // It drops what is expired as soon as it fills up with more.
    open: () =>
      Promise.resolve(
        memoryStore({ maxRecords: 10_000_000, clock: () => (filling ? 0 : Date.now()) }),
      ),
    settle() {
      filling = false;
      return Promise.resolve();
    },
    remove: nothing,
  });
}

function sqlite(): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'store-benchmarks-'));
  const databases: Database.Database[] = [];
  const removeFolder = (): void => rmSync(folder, { recursive: true });
  process.once('exit', removeFolder);
  return Promise.resolve({
    name: 'SQLite',
    filling: { batch: 500, inFlight: 1 },
    open() {
      const database = new Database(join(folder, `${databases.length}.db`));
      databases.push(database);
      migrate(database);
      // Otherwise the disk is what is measured.
      return Promise.resolve(sqliteStore(database, { synchronous: 'normal' }));
    },
    settle() {
      for (const database of databases) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return Promise.resolve();
    },
    remove() {
      for (const database of databases) database.close();
      process.off('exit', removeFolder);
      removeFolder();
      return Promise.resolve();
    },
  });
}

async function postgres(): Promise<Service> {
  const schema = await postgresSchema();
  const pool = schema.connect(8, '-c synchronous_commit=off');
  let tables = 0;
  return {
    name: 'PostgreSQL',
    filling: { batch: 250, inFlight: 4 },
    open: async () => schema.open(pool, `t${(tables += 1)}_`),
    async settle() {
      for (let table = 1; table <= tables; table += 1)
        await pool.query(`VACUUM ANALYZE ${schema.name}.t${table}_records`);
      await pool.query('CHECKPOINT');
    },
    remove: schema.remove,
  };
}

async function redis(): Promise<Service> {
  const server = await startRedis();
  const client = createClient({ url: server.url });
  await client.connect();
  let stores = 0;
  return {
    name: 'Redis',
    filling: { batch: 1, inFlight: 64 },
    open: () => Promise.resolve(redisStore(client, { prefix: `store-${(stores += 1)}:` })),
    settle: nothing,
    async expire(seconds) {
      for await (const keys of client.scanIterator({ COUNT: 1000 }))
        await Promise.all(
          keys.map(async (key) => client.pExpire(key, Math.ceil(Math.random() * seconds * 1000))),
        );
    },
    async remove() {
      await client.close();
      await server.stop();
    },
  };
}

const services = { memory, sqlite, postgres, redis } as const;

/**
 * Measures every kind of store, or the one of this name, one after another, and removes each
 * afterwards; says which could not be measured, and why.
 */
export async function onEach(
  only: string | undefined,
  measure: (service: Service) => Promise<void>,
): Promise<void> {
  await each(services, only, async (start) => {
    const service = await start();
    try {
      await measure(service);
    } finally {
      await service.remove();
    }
  });
}
