import type { Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import type { Connections } from '../connections/connection.js';
import { memoryConnections } from '../connections/memory-connections.js';
import { memorySessions } from '../sessions/memory-sessions.js';
import type { Sessions } from '../sessions/session.js';

/** Everything that is kept, in the one place that the configuration names. */
export interface Stores {
  /** Codes and tokens. */
  readonly store: Store;
  readonly sessions: Sessions;
  readonly connections: Connections;
}

/** Opens what a URL that the schema allows stands for. */
export function openStores(url: string): Stores {
  const scheme = url.slice(0, url.indexOf(':') + 1);
  if (scheme === 'memory:')
    return { store: memoryStore(), sessions: memorySessions(), connections: memoryConnections() };
  throw new TypeError(`no store speaks ${scheme}`);
}
