import type { Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';

/** Opens the store of a URL that the schema allows. */
export function openStore(url: string): Store {
  const scheme = url.slice(0, url.indexOf(':') + 1);
  if (scheme === 'memory:') return memoryStore();
  throw new TypeError(`no store speaks ${scheme}`);
}
