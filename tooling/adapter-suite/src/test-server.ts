import { createServer, type OAuthEvent, type Server } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';

/** An authorization server to test adapters with. */
export interface TestServer {
  readonly oauth: Server;
  /** The server's store: one row for each token. */
  readonly store: { readonly size: number };
  /** Every event there was. */
  readonly events: readonly OAuthEvent[];
  /** Waits for the next event that it has not returned yet. */
  readonly nextEvent: () => Promise<OAuthEvent>;
}

/** Creates a server with one client, `app`, and one grant, `client_credentials`. */
export function createTestServer(): TestServer {
  const store = memoryStore();
  const events: OAuthEvent[] = [];
  const unread: OAuthEvent[] = [];
  const waiters: ((event: OAuthEvent) => void)[] = [];
  const oauth = createServer({
    issuer: 'https://auth.example.com',
    clients: [
      {
        client_id: 'app',
        client_secret: clientSecret,
        grant_types: ['client_credentials'],
        scope: 'read write',
      },
    ],
    store,
    plugins: [clientCredentials()],
    onEvent(event) {
      events.push(event);
      const resolveWaiter = waiters.shift();
      if (resolveWaiter) resolveWaiter(event);
      else unread.push(event);
    },
  });
  const nextEvent = (): Promise<OAuthEvent> => {
    const event = unread.shift();
    return event ? Promise.resolve(event) : new Promise((resolve) => waiters.push(resolve));
  };
  return { oauth, store, events, nextEvent };
}

/** The secret of the client `app`. */
export const clientSecret = 'a-secret-of-at-least-32-characters';
