import type { Store, StoredRecord } from '@oauth/core/plugin';
import type { TestResponse } from '../../test-client.js';
import type { Kit } from '../kit.js';
import { flowServer, tokenIn, type FlowServer } from './flow-server.js';
import { observe } from './observe.js';

/** What is done with a token between a read of it and a request that still goes by that read. */
interface Meanwhile {
  readonly token: (server: FlowServer) => Promise<string>;
  readonly done: (server: FlowServer, token: string, store: Store) => unknown;
  readonly late: (server: FlowServer, token: string) => Promise<TestResponse>;
}

const refreshToken = async (server: FlowServer): Promise<string> =>
  tokenIn(await server.exchange(await server.authorize()));

const changes: Readonly<Record<string, Meanwhile>> = {
  'a code that is redeemed by now': {
    token: (server) => server.authorize(),
    done: (server, code) => server.exchange(code),
    late: (server, code) => server.exchange(code),
  },
  'a refresh token that is used by now': {
    token: refreshToken,
    done: (server, token) => server.refresh(token),
    late: (server, token) => server.refresh(token),
  },
  'a grant that is revoked by now': {
    token: refreshToken,
    done: (_server, _token, store) => store.revoke({ subject: 'alice' }),
    late: (server, token) => server.refresh(token),
  },
};

/** Reads that are behind what was written, as a replica's are: nothing is issued for them. */
export function staleReadCases({ on, expect, grants }: Kit): void {
  for (const [name, { token: tokenOf, done, late }] of Object.entries(changes))
    on(`who reads late gets nothing for ${name}`, async ({ store, clock }) => {
      const observed = observe(store, store);
      const server = flowServer(grants, observed.store, clock);
      const behind = flowServer(grants, remembering(observed.store), clock);
      const token = await tokenOf(server);
      expect(await behind.isLive(token)).toBe(true);
      await done(server, token, store);
      const before = await observed.all();
      const answer = await late(behind, token);
      expect(answer.body['access_token']).toBe(undefined);
      expect(await observed.all()).toEqual(before);
    });
}

/** Finds every record as it first did. */
function remembering(store: Store): Store {
  const found = new Map<string, StoredRecord | undefined>();
  return {
    async get(id) {
      if (!found.has(id)) found.set(id, await store.get(id));
      return found.get(id);
    },
    commit: (changes) => store.commit(changes),
    revoke: (target) => store.revoke(target),
    purge: (now, limit) => store.purge(now, limit),
  };
}
