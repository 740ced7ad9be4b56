import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { slowStore } from '@oauth/testing';
import { codeServer, type CodeServer } from '../test/code-server.js';

const parallel = 50;
/** `npm run soak` does 1,000. */
const rounds = Number(process.env['ROUNDS'] ?? 200);

/** Redeems one code many times at once; returns how many got tokens, and whether these are live. */
async function raceForCode({ requestCode, redeemCode, areLive }: CodeServer): Promise<{
  readonly winners: number;
  readonly losers: number;
  readonly live: readonly boolean[];
}> {
  const code = await requestCode();
  const responses = await Promise.all(Array.from({ length: parallel }, () => redeemCode(code)));
  const won = responses.filter(({ status }) => status === 200);
  const lost = responses.filter(({ body }) => body['error'] === 'invalid_grant');
  const tokens = won.flatMap(({ body }) => [body['access_token'], body['refresh_token']]);
  return { winners: won.length, losers: lost.length, live: await areLive(...tokens) };
}

const oneWinner = { winners: 1, losers: parallel - 1, live: [true, true] };

// #82
describe(`of ${parallel} parallel redemptions of one code, exactly one gets tokens`, () => {
  it(`in ${rounds} rounds with a store in memory`, { timeout: 600_000 }, async () => {
    const codes = codeServer();
    for (let round = 0; round < rounds; round += 1)
      expect(await raceForCode(codes)).toEqual(oneWinner);
    expect(codes.events.of('token.issued')).toHaveLength(rounds);
  });

  it(
    `in ${rounds} rounds with a store that takes 5 ms for every call`,
    { timeout: 600_000 },
    async () => {
      const wrapStore = (store: Store) => slowStore(store, 5);
      const codes = codeServer({}, { wrapStore });
      const atOnce = 20;
      for (let round = 0; round < rounds; round += atOnce) {
        const results = await Promise.all(Array.from({ length: atOnce }, () => raceForCode(codes)));
        expect(results).toEqual(Array(atOnce).fill(oneWinner));
      }
      expect(codes.events.of('token.issued')).toHaveLength(rounds);
    },
  );
});

// #83
describe('in any order in which the store answers', () => {
  /** A server whose store answers in the order that the scheduler picks. */
  const scheduledServer = (scheduler: fc.Scheduler): CodeServer =>
    codeServer(
      {},
      { wrapStore: (store) => slowStore(store, () => scheduler.schedule(Promise.resolve())) },
    );

  it('a redemption beside a revocation leaves no live token', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { requestCode, redeemCode, areLive, server } = scheduledServer(scheduler);
        const code = await scheduler.waitFor(requestCode());
        const [response] = await scheduler.waitFor(
          Promise.all([
            redeemCode(code),
            server.context.store.revoke({ grantId: code.slice(0, 16) }),
          ]),
        );
        const { access_token, refresh_token } = response.body;
        expect(await scheduler.waitFor(areLive(code, access_token, refresh_token))).toEqual([
          false,
          false,
          false,
        ]);
      }),
      { numRuns: 500 },
    );
  });

  it(
    'a redemption beside a reuse leaves the tokens of one response live, or none',
    { timeout: 60_000 },
    async () => {
      const parameters = fc.constantFrom({}, { code_verifier: 'b'.repeat(43) });
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), parameters, async (scheduler, secondParameters) => {
          const { requestCode, redeemCode, areLive } = scheduledServer(scheduler);
          const code = await scheduler.waitFor(requestCode());
          const responses = await scheduler.waitFor(
            Promise.all([redeemCode(code), redeemCode(code, secondParameters), redeemCode(code)]),
          );
          const won = responses.filter(({ status }) => status === 200);
          expect(won.length).toBeLessThanOrEqual(1);
          const tokens = won.flatMap(({ body }) => [body['access_token'], body['refresh_token']]);
          const live = await scheduler.waitFor(areLive(...tokens));
          expect(new Set(live).size).toBeLessThanOrEqual(1);
          if (!('code_verifier' in secondParameters)) expect(live).toEqual([true, true]);
          else expect(live).not.toContain(true);
        }),
        { numRuns: 500 },
      );
    },
  );
});
