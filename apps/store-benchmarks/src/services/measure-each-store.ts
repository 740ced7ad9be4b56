import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { createClient } from 'redis';
import type { Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { redisStore } from '@oauth/store-redis';
import { migrate, sqliteStore } from '@oauth/store-sqlite';
import type { FillOptions } from '../server/fill-store.js';
import { measureEach } from './measure-each.js';
import { createPostgresSchema } from './postgres-schema.js';
import { startRedis } from './start-redis.js';

/** A kind of store that runs, and makes empty stores. */
export interface StoreService {
  readonly name: string;
  readonly fillOptions: FillOptions;
  /** Opens an empty store in a database of its own. */
  readonly openStore: () => Promise<Store>;
  /** Has all records expire within some seconds, on stores that delete expired ones themselves. */
  readonly expireAll?: (seconds: number) => Promise<void>;
  /** Has the database do now what it does after a while: collect statistics, write checkpoints. */
  readonly settle: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

const doNothing = (): Promise<void> => Promise.resolve();

function startMemoryService(): Promise<StoreService> {
  let filling = true;
  return Promise.resolve({
    name: 'memory',
    fillOptions: { batch: 1, inFlight: 1 },
    // The store deletes expired records while it grows, so its clock stands still until then.
    openStore: () =>
      Promise.resolve(
        memoryStore({ maxRecords: 10_000_000, clock: () => (filling ? 0 : Date.now()) }),
      ),
    settle() {
      filling = false;
      return Promise.resolve();
    },
    remove: doNothing,
  });
}

function startSqliteService(): Promise<StoreService> {
  const folder = mkdtempSync(join(tmpdir(), 'store-benchmarks-'));
  const databases: Database.Database[] = [];
  const removeFolder = (): void => rmSync(folder, { recursive: true });
  process.once('exit', removeFolder);
  return Promise.resolve({
    name: 'SQLite',
    fillOptions: { batch: 500, inFlight: 1 },
    openStore() {
      const database = new Database(join(folder, `${databases.length}.db`));
      databases.push(database);
      migrate(database);
      // With `full`, the disk is what is measured.
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

async function startPostgresService(): Promise<StoreService> {
  const schema = await createPostgresSchema();
  const pool = schema.connect(8, '-c synchronous_commit=off');
  let tables = 0;
  return {
    name: 'PostgreSQL',
    fillOptions: { batch: 250, inFlight: 4 },
    openStore: async () => schema.openStore(pool, `t${(tables += 1)}_`),
    async settle() {
      for (let table = 1; table <= tables; table += 1)
        await pool.query(`VACUUM ANALYZE ${schema.name}.t${table}_records`);
      await pool.query('CHECKPOINT');
    },
    remove: schema.remove,
  };
}

async function startRedisService(): Promise<StoreService> {
  const server = await startRedis();
  const client = createClient({ url: server.url });
  await client.connect();
  let stores = 0;
  return {
    name: 'Redis',
    fillOptions: { batch: 1, inFlight: 64 },
    openStore: () => Promise.resolve(redisStore(client, { prefix: `store-${(stores += 1)}:` })),
    settle: doNothing,
    async expireAll(seconds) {
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

const services = {
  memory: startMemoryService,
  sqlite: startSqliteService,
  postgres: startPostgresService,
  redis: startRedisService,
} as const;

/** Measures each kind of store, or the one that `only` names, and removes it afterwards. */
export async function measureEachStore(
  only: string | undefined,
  measure: (service: StoreService) => Promise<void>,
): Promise<void> {
  await measureEach(services, only, async (start) => {
    const service = await start();
    try {
      await measure(service);
    } finally {
      await service.remove();
    }
  });
}
