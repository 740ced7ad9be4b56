import type { FailingStore } from '../../failing-store.js';
import type { Fixture, Suite } from '../suite.js';
import { flowServer, readToken, type FlowServer } from './flow-server.js';
import { observeStore, type ObservedStore } from './observe-store.js';

/** Makes the store of a case one that fails on demand. */
export type MakeFailingStore = (fixture: Fixture) => Promise<FailingStore>;

/** A server whose store fails on demand. */
interface FailingServer extends FailingStore, Pick<ObservedStore, 'findUnspent'> {
  readonly server: FlowServer;
}

/**
 * Requests during which each call of the store fails in turn, before and after its work: nothing is
 * issued twice, nothing is lost, and there is one chain of refresh tokens.
 */
export function failureCases(suite: Suite, makeFailingStore: MakeFailingStore): void {
  exchangeFailureCase(suite, makeFailingStore);
  refreshFailureCase(suite, makeFailingStore);
  reuseFailureCase(suite, makeFailingStore);
}

/** Repeats `send` on new servers, with the first call failing, the second, and so on to the last. */
async function failEachCall(
  { grants }: Suite,
  fixture: Fixture,
  makeFailingStore: MakeFailingStore,
  send: (server: FailingServer, call: number, afterWork: boolean) => Promise<boolean>,
): Promise<void> {
  const failing = await makeFailingStore(fixture);
  for (const afterWork of [false, true])
    for (let call = 1, failed = true; failed; call += 1) {
      const { store, findUnspent } = observeStore(failing.store, fixture.store);
      const server = flowServer(grants, store, fixture.clock);
      failed = await send({ ...failing, server, findUnspent }, call, afterWork);
    }
}

function exchangeFailureCase(suite: Suite, makeFailingStore: MakeFailingStore): void {
  const { defineCase, expect } = suite;
  const exchange = async (failing: FailingServer, call: number, afterWork: boolean) => {
    const { server, failAt, countCalls, findUnspent } = failing;
    const code = await server.requestCode();
    failAt({ call, afterWork });
    const first = await server.exchangeCode(code);
    const failed = countCalls() >= call;
    expect(first.status).toBe(failed ? 500 : 200);
    failAt(undefined);
    const second = await server.exchangeCode(code);
    // After the call's work the code may be spent. Before it the code must be as good as ever.
    if (failed && !afterWork) expect(second.status).toBe(200);
    const successes = [first, second].filter(({ status }) => status === 200);
    expect(successes.length <= 1).toBe(true);
    expect((await findUnspent('authorization_code')).length).toBe(0);
    expect((await findUnspent('access_token')).length).toBe(1);
    expect((await findUnspent('refresh_token')).length).toBe(1);
    for (const response of successes) {
      expect(await server.isLive(readToken(response, 'access_token'))).toBe(true);
      expect((await server.refreshTokens(readToken(response))).status).toBe(200);
    }
    return failed;
  };
  defineCase('a code exchange that fails issues nothing twice and loses nothing', async (fixture) =>
    failEachCall(suite, fixture, makeFailingStore, exchange),
  );
}

function refreshFailureCase(suite: Suite, makeFailingStore: MakeFailingStore): void {
  const { defineCase, expect } = suite;
  const refresh = async (failing: FailingServer, call: number, afterWork: boolean) => {
    const { server, failAt, countCalls, findUnspent } = failing;
    const old = readToken(await server.exchangeCode(await server.requestCode()));
    failAt({ call, afterWork });
    const first = await server.refreshTokens(old);
    const failed = countCalls() >= call;
    expect(first.status).toBe(failed ? 500 : 200);
    failAt(undefined);
    const retry = await server.refreshTokens(old);
    expect(retry.status).toBe(200);
    expect((await findUnspent('refresh_token')).length).toBe(1);
    // Both responses carry one pair, should both arrive.
    if (first.status === 200) expect(readToken(retry)).toBe(readToken(first));
    const next = await server.refreshTokens(readToken(retry));
    expect(next.status).toBe(200);
    expect((await findUnspent('refresh_token')).length).toBe(1);
    expect(await server.isLive(readToken(next, 'access_token'))).toBe(true);
    return failed;
  };
  defineCase('a refresh that fails leaves one chain, in which a retry succeeds', async (fixture) =>
    failEachCall(suite, fixture, makeFailingStore, refresh),
  );
}

function reuseFailureCase(suite: Suite, makeFailingStore: MakeFailingStore): void {
  const { defineCase, expect, grants } = suite;
  defineCase('a reuse whose revocation fails is revoked by the next reuse', async (fixture) => {
    const { store: inner, failAt } = await makeFailingStore(fixture);
    for (const afterWork of [false, true]) {
      const { store, findUnspent } = observeStore(inner, fixture.store);
      const server = flowServer(grants, store, fixture.clock);
      const old = readToken(await server.exchangeCode(await server.requestCode()));
      expect((await server.refreshTokens(old)).status).toBe(200);
      fixture.clock.advance(60);
      failAt({ call: 2, afterWork });
      expect((await server.refreshTokens(old)).status).toBe(500);
      failAt(undefined);
      expect((await server.refreshTokens(old)).status).toBe(400);
      for (const kind of ['access_token', 'refresh_token'])
        expect((await findUnspent(kind)).length).toBe(0);
    }
  });
}
