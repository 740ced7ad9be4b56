import { memoryStore } from '@oauth/store-memory';
import type { Location } from './location.js';
import type { OpenedStore, StoreWatch } from './opened.js';

/**
 * Opens the store of a location. A driver is loaded only by whoever needs it.
 *
 * @throws StoreError
 */
export async function openStore(location: Location, watch: StoreWatch): Promise<OpenedStore> {
  switch (location.kind) {
    case 'memory':
      return { store: memoryStore({ clock: watch.clock }), close: () => Promise.resolve() };
    case 'sqlite':
      return (await import('./sqlite.js')).openSqlite(location.path);
    case 'postgres':
      return (await import('./postgres.js')).openPostgres(location.url, watch);
    case 'redis':
      return (await import('./redis.js')).openRedis(location, watch);
  }
}
