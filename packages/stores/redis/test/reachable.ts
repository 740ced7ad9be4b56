import { noteSkipped } from '@oauth/tooling/skipped';
import { clients, redisUrl } from './redis.js';

/** Whether there is a Redis; if not, the report of `npm test` says so. */
export async function redisHere(what: string): Promise<boolean> {
  try {
    await (await clients.redis()).close();
    return true;
  } catch {
    noteSkipped(`store-redis, ${what}: no Redis at ${new URL(redisUrl).host}`);
    return false;
  }
}
