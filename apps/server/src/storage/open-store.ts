import { memoryStore } from '@oauth/store-memory';
import type { OpenedStore, StoreOptions } from './opened-store.js';
import type { StoreLocation } from './store-location.js';

/**
 * Opens the store at a location. Only the driver that it needs is loaded.
 *
 * @throws StoreError
 */
export async function openStore(
  location: StoreLocation,
  options: StoreOptions,
): Promise<OpenedStore> {
  switch (location.kind) {
    case 'memory':
      return { store: memoryStore({ clock: options.clock }), close: () => Promise.resolve() };
    case 'sqlite':
      return (await import('./sqlite.js')).openSqlite(location.path);
    case 'postgres':
      return (await import('./postgres.js')).openPostgres(location.url, options);
    case 'redis':
      return (await import('./redis.js')).openRedis(location, options);
  }
}
