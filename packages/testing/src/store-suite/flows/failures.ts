import type { FailingStore } from '../../failing-store.js';
import type { Fixture, Kit } from '../kit.js';
import { flowServer, tokenIn, type FlowServer } from './flow-server.js';
import { observe, type Observed } from './observe.js';

/** Makes the store of a case one that fails on demand. */
export type Break = (fixture: Fixture) => Promise<FailingStore>;

const both = [false, true];

/**
 * Requests that fail at each of their store calls in turn, before it and after it: nothing is issued
 * twice, nothing is lost, and there is one chain of refresh tokens.
 */
export function failureCases({ on, expect, grants }: Kit, breakIt: Break): void {
  const begin = (fixture: Fixture, { store }: FailingStore): Observed & { server: FlowServer } => {
    const observed = observe(store, fixture.store);
    return { ...observed, server: flowServer(grants, observed.store, fixture.clock) };
  };

  on('a code exchange that fails issues nothing twice and loses nothing', async (fixture) => {
    const failing = await breakIt(fixture);
    const { arm, calls } = failing;
    for (const done of both)
      for (let call = 1, failed = true; failed; call += 1) {
        const { server, unspent } = begin(fixture, failing);
        const code = await server.authorize();
        arm({ call, done });
        const first = await server.exchange(code);
        failed = calls() >= call;
        expect(first.status).toBe(failed ? 500 : 200);
        arm(undefined);
        const again = await server.exchange(code);
        // Its work done, the code may be spent; before that it must be as good as ever.
        if (failed && !done) expect(again.status).toBe(200);
        const answered = [first, again].filter(({ status }) => status === 200);
        expect(answered.length <= 1).toBe(true);
        expect((await unspent('authorization_code')).length).toBe(0);
        expect((await unspent('access_token')).length).toBe(1);
        expect((await unspent('refresh_token')).length).toBe(1);
        for (const response of answered) {
          expect(await server.isLive(tokenIn(response, 'access_token'))).toBe(true);
          expect((await server.refresh(tokenIn(response))).status).toBe(200);
        }
      }
  });

  on(
    'a refresh that fails leaves one chain, which old and new token go on with',
    async (fixture) => {
      const failing = await breakIt(fixture);
      const { arm, calls } = failing;
      for (const done of both)
        for (let call = 1, failed = true; failed; call += 1) {
          const { server, unspent } = begin(fixture, failing);
          const old = tokenIn(await server.exchange(await server.authorize()));
          arm({ call, done });
          const first = await server.refresh(old);
          failed = calls() >= call;
          expect(first.status).toBe(failed ? 500 : 200);
          arm(undefined);
          const again = await server.refresh(old);
          expect(again.status).toBe(200);
          expect((await unspent('refresh_token')).length).toBe(1);
          // The same pair, should both have arrived.
          if (first.status === 200) expect(tokenIn(again)).toBe(tokenIn(first));
          const next = await server.refresh(tokenIn(again));
          expect(next.status).toBe(200);
          expect((await unspent('refresh_token')).length).toBe(1);
          expect(await server.isLive(tokenIn(next, 'access_token'))).toBe(true);
        }
    },
  );

  on('a replay whose revocation fails is revoked by the next', async (fixture) => {
    const failing = await breakIt(fixture);
    const { arm } = failing;
    for (const done of both) {
      const { server, unspent } = begin(fixture, failing);
      const old = tokenIn(await server.exchange(await server.authorize()));
      expect((await server.refresh(old)).status).toBe(200);
      fixture.clock.advance(60);
      arm({ call: 2, done });
      expect((await server.refresh(old)).status).toBe(500);
      arm(undefined);
      expect((await server.refresh(old)).status).toBe(400);
      for (const kind of ['access_token', 'refresh_token'])
        expect((await unspent(kind)).length).toBe(0);
    }
  });
}
