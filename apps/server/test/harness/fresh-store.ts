import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createClient } from 'redis';
import { afterAll } from 'vitest';
import { openStore } from '../../src/storage/open-store.js';
import type { OpenedStore, StoreOptions } from '../../src/storage/opened-store.js';
import { migratePostgres } from '../../src/storage/postgres.js';
import { parseStoreUrl } from '../../src/storage/store-location.js';
import { postgresUrl, redisUrl } from './services.js';

export type StoreKind = 'memory' | 'sqlite' | 'postgres' | 'redis';

const cleanUps: (() => Promise<unknown>)[] = [];

/** Registers a clean-up for after the file's tests; the last one registered runs first. */
export function afterTests(cleanUp: () => Promise<unknown>): void {
  cleanUps.push(cleanUp);
}
afterAll(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Whether this machine has the service that a store of this kind needs. */
export function isAvailable(kind: StoreKind): boolean {
  if (kind === 'postgres') return postgresUrl !== undefined;
  return kind !== 'redis' || redisUrl !== undefined;
}

/** Creates an empty store until the file's tests are done; resolves to its URL. */
export const createStoreUrl: Readonly<Record<StoreKind, () => Promise<string>>> = {
  memory: () => Promise.resolve('memory:'),
  async sqlite() {
    const folder = await mkdtemp(join(tmpdir(), 'app-server-'));
    afterTests(() => rm(folder, { recursive: true }));
    return `sqlite:${join(folder, 'oauth.db')}`;
  },
  async postgres() {
    const url = await createEmptySchema();
    await migratePostgres(url);
    return url;
  },
  async redis() {
    const prefix = `test:${randomUUID()}:`;
    afterTests(() => removeKeys(prefix));
    return `${redisUrl ?? ''}?prefix=${encodeURIComponent(prefix)}`;
  },
};

/** Creates an empty schema in the database; resolves to a URL that selects it. */
export async function createEmptySchema(): Promise<string> {
  const name = `app_${randomUUID().replaceAll('-', '')}`;
  const pool = new pg.Pool({ connectionString: postgresUrl, max: 1 });
  await pool.query(`CREATE SCHEMA ${name}`);
  afterTests(async () => {
    await pool.query(`DROP SCHEMA ${name} CASCADE`);
    await pool.end();
  });
  const url = new URL(postgresUrl ?? '');
  url.searchParams.set('options', `-c search_path=${name}`);
  return url.href;
}

async function removeKeys(prefix: string): Promise<void> {
  const client = createClient({ url: redisUrl ?? '' });
  await client.connect();
  for await (const keys of client.scanIterator({ MATCH: `${prefix}*`, COUNT: 1000 }))
    if (keys.length > 0) await client.unlink(keys);
  await client.close();
}

/** Opens a store as the server does, until the file's tests are done. */
export async function openStoreUrl(
  url: string,
  options: Partial<StoreOptions> = {},
): Promise<OpenedStore> {
  const result = parseStoreUrl(url, '.');
  if ('fault' in result) throw new TypeError(result.fault);
  const defaults = { onLost: () => undefined, clock: Date.now };
  const opened = await openStore(result.location, { ...defaults, ...options });
  afterTests(opened.close);
  return opened;
}
