import { spawnSync } from 'node:child_process';
import { noteSkipped } from '@oauth/tooling/skipped';
import { clients, redisUrl } from './redis.js';

/** Whether a Redis replies. If none does, `npm test` reports the tests that are skipped. */
export async function findRedis(): Promise<boolean> {
  try {
    await (await clients.redis()).close();
    return true;
  } catch {
    noteSkipped(`store-redis: no Redis at ${new URL(redisUrl).host}`);
    return false;
  }
}

/** Whether a Redis can be started. If not, `npm test` reports the tests that are skipped. */
export function canStartServer(): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return true;
  noteSkipped('store-redis, cluster and failures: no redis-server on the PATH');
  return false;
}
