import type { Store, StoredRecord } from '@oauth/core/plugin';
import type { TestResponse } from '../../test-client.js';
import { wrapStore } from '../../wrap-store.js';
import type { Suite } from '../suite.js';
import { flowServer, readToken, type FlowServer } from './flow-server.js';
import { observeStore } from './observe-store.js';

/** What happens to a code or token between a read of its record and the request that relies on it. */
interface StaleRead {
  readonly getToken: (server: FlowServer) => Promise<string>;
  readonly change: (server: FlowServer, token: string, store: Store) => unknown;
  readonly request: (server: FlowServer, token: string) => Promise<TestResponse>;
}

const getRefreshToken = async (server: FlowServer): Promise<string> =>
  readToken(await server.exchangeCode(await server.requestCode()));

const staleReads: Readonly<Record<string, StaleRead>> = {
  'a code that has been redeemed since': {
    getToken: (server) => server.requestCode(),
    change: (server, code) => server.exchangeCode(code),
    request: (server, code) => server.exchangeCode(code),
  },
  'a refresh token that has been used since': {
    getToken: getRefreshToken,
    change: (server, token) => server.refreshTokens(token),
    request: (server, token) => server.refreshTokens(token),
  },
  'a grant that has been revoked since': {
    getToken: getRefreshToken,
    change: (_server, _token, store) => store.revoke({ subject: 'alice' }),
    request: (server, token) => server.refreshTokens(token),
  },
};

/** A server that reads outdated records, as from a replica, issues nothing for them. */
export function staleReadCases({ defineCase, expect, grants }: Suite): void {
  for (const [name, { getToken, change, request }] of Object.entries(staleReads))
    defineCase(`issue nothing for ${name}`, async ({ store, clock }) => {
      const observed = observeStore(store, store);
      const server = flowServer(grants, observed.store, clock);
      const outdated = flowServer(grants, firstReadStore(observed.store), clock);
      const token = await getToken(server);
      expect(await outdated.isLive(token)).toBe(true);
      await change(server, token, store);
      const before = await observed.findAll();
      const response = await request(outdated, token);
      expect(response.body['access_token']).toBe(undefined);
      expect(await observed.findAll()).toEqual(before);
    });
}

/** A store that returns every record as it was when it was first read. */
function firstReadStore(store: Store): Store {
  const found = new Map<string, StoredRecord | undefined>();
  return {
    ...wrapStore(async (call) => call(store), store.list !== undefined),
    async get(id, hint) {
      if (!found.has(id)) found.set(id, await store.get(id, hint));
      return found.get(id);
    },
  };
}
