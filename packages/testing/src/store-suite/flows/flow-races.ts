import type { Store } from '@oauth/core/plugin';
import type { TestResponse } from '../../test-client.js';
import type { Fixture, Suite } from '../suite.js';
import { flowServer, readToken, type FlowServer } from './flow-server.js';
import { observeStore, type ObservedStore } from './observe-store.js';

/** One request many times at once, to servers with a connection each. */
export function flowRaceCases(suite: Suite): void {
  exchangeRaceCase(suite);
  refreshRaceCase(suite);
}

interface RacingServers {
  /** A server that takes no part in the race. */
  readonly server: FlowServer;
  readonly sendAll: (
    send: (server: FlowServer) => Promise<TestResponse>,
  ) => Promise<TestResponse[]>;
  /** Unspent records of a kind, of all servers. */
  readonly countUnspent: (kind: string) => Promise<number>;
}

async function openServers(suite: Suite, fixture: Fixture): Promise<RacingServers> {
  const { openConnections, grants, parallel } = suite;
  const { store, clock } = fixture;
  const observe = (connection: Store): ObservedStore => observeStore(connection, store);
  const observed = (await openConnections(fixture)).map(observe);
  const server = flowServer(grants, store, clock);
  const servers = observed.map((one) => flowServer(grants, one.store, clock));
  return {
    server,
    sendAll: async (send) =>
      Promise.all(
        Array.from({ length: parallel }, async (_, index) =>
          send(servers[index % servers.length] ?? server),
        ),
      ),
    async countUnspent(kind) {
      const unspent = await Promise.all(observed.map(async (one) => one.findUnspent(kind)));
      return unspent.flat().length;
    },
  };
}

function exchangeRaceCase(suite: Suite): void {
  const { defineCase, expect, parallel } = suite;
  defineCase(`of ${parallel} parallel exchanges of a code one gets tokens`, async (fixture) => {
    const { server, sendAll, countUnspent } = await openServers(suite, fixture);
    const code = await server.requestCode();
    const responses = await sendAll((racer) => racer.exchangeCode(code));
    expect(responses.filter(({ status }) => status === 200).length).toBe(1);
    expect(await countUnspent('access_token')).toBe(1);
    expect(await countUnspent('refresh_token')).toBe(1);
  });
}

function refreshRaceCase(suite: Suite): void {
  const { defineCase, expect, parallel } = suite;
  defineCase(`${parallel} parallel uses of a refresh token leave one chain`, async (fixture) => {
    const { server, sendAll, countUnspent } = await openServers(suite, fixture);
    const token = readToken(await server.exchangeCode(await server.requestCode()));
    const responses = await sendAll((racer) => racer.refreshTokens(token));
    const successes = responses.filter(({ status }) => status === 200);
    expect(successes.length >= 1).toBe(true);
    const successors = new Set(successes.map((response) => readToken(response)));
    expect(successors.size).toBe(1);
    expect(await countUnspent('refresh_token')).toBe(1);
    for (const successor of successors)
      expect((await server.refreshTokens(successor)).status).toBe(200);
  });
}
