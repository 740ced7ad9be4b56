import { spawnSync } from 'node:child_process';
import { noteSkipped } from '@oauth/tooling/skipped';
import { clients, redisUrl } from './redis.js';

/** Whether there is a Redis; if not, the report of `npm test` says so. */
export async function redisHere(): Promise<boolean> {
  try {
    await (await clients.redis()).close();
    return true;
  } catch {
    noteSkipped(`store-redis: no Redis at ${new URL(redisUrl).host}`);
    return false;
  }
}

/** Whether a cluster can be started; if not, the report of `npm test` says so. */
export function serverHere(): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return true;
  noteSkipped('store-redis, cluster and failures: no redis-server on the PATH');
  return false;
}
