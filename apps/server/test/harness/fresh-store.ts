import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createClient } from 'redis';
import { afterAll } from 'vitest';
import { readLocation } from '../../src/storage/location.js';
import { openStore } from '../../src/storage/open.js';
import type { OpenedStore, StoreWatch } from '../../src/storage/opened.js';
import { migratePostgres } from '../../src/storage/postgres.js';
import { postgresUrl, redisUrl } from './services.js';

export type StoreKind = 'memory' | 'sqlite' | 'postgres' | 'redis';

const cleanUps: (() => Promise<unknown>)[] = [];
/** Runs when the tests of the file are done; what came last goes first. */
export function atEnd(cleanUp: () => Promise<unknown>): void {
  cleanUps.push(cleanUp);
}
afterAll(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Whether this machine has what a store of this kind needs. */
export function isHere(kind: StoreKind): boolean {
  if (kind === 'postgres') return postgresUrl !== undefined;
  return kind !== 'redis' || redisUrl !== undefined;
}

/** The URL of an empty store, which goes when the tests of the file are done. */
export const freshUrl: Readonly<Record<StoreKind, () => Promise<string>>> = {
  memory: () => Promise.resolve('memory:'),
  async sqlite() {
    const folder = await mkdtemp(join(tmpdir(), 'app-server-'));
    atEnd(() => rm(folder, { recursive: true }));
    return `sqlite:${join(folder, 'oauth.db')}`;
  },
  async postgres() {
    const url = await emptySchema();
    await migratePostgres(url);
    return url;
  },
  async redis() {
    const prefix = `test:${randomUUID()}:`;
    atEnd(() => removeKeys(prefix));
    return `${redisUrl ?? ''}?prefix=${encodeURIComponent(prefix)}`;
  },
};

/** The URL of a database whose first schema is empty. */
export async function emptySchema(): Promise<string> {
  const name = `app_${randomUUID().replaceAll('-', '')}`;
  const pool = new pg.Pool({ connectionString: postgresUrl, max: 1 });
  await pool.query(`CREATE SCHEMA ${name}`);
  atEnd(async () => {
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

/** Opens a store, as the server does, until the tests of the file are done. */
export async function openUrl(url: string, watch: Partial<StoreWatch> = {}): Promise<OpenedStore> {
  const read = readLocation(url, '.');
  if ('fault' in read) throw new TypeError(read.fault);
  const all = { onLost: () => undefined, clock: Date.now, ...watch };
  const opened = await openStore(read.location, all);
  atEnd(opened.close);
  return opened;
}
