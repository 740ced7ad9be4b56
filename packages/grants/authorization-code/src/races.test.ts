import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { slowStore } from '@oauth/testing';
import { codeServer, type CodeServer } from '../test/code-server.js';

const parallel = 50;
/** `npm run soak` does 1,000. */
const rounds = Number(process.env['ROUNDS'] ?? 200);

/** One code, redeemed by many at once: who wins, and whether what they won is live. */
async function race({ code, redeem, live }: CodeServer): Promise<{
  readonly winners: number;
  readonly losers: number;
  readonly live: readonly boolean[];
}> {
  const one = await code();
  const answers = await Promise.all(Array.from({ length: parallel }, () => redeem(one)));
  const won = answers.filter(({ status }) => status === 200);
  const lost = answers.filter(({ body }) => body['error'] === 'invalid_grant');
  const tokens = won.flatMap(({ body }) => [body['access_token'], body['refresh_token']]);
  return { winners: won.length, losers: lost.length, live: await live(...tokens) };
}

const oneWinner = { winners: 1, losers: parallel - 1, live: [true, true] };

// #82
describe(`${parallel} parallel redemptions of one code, ${rounds} rounds: one winner`, () => {
  it('in memory', { timeout: 600_000 }, async () => {
    const served = codeServer();
    for (let round = 0; round < rounds; round += 1) expect(await race(served)).toEqual(oneWinner);
    expect(served.events.of('token.issued')).toHaveLength(rounds);
  });

  it('with 5 ms at every call of the store', { timeout: 600_000 }, async () => {
    const wrap = (store: Store) => slowStore(store, 5);
    const served = codeServer({}, { wrap });
    const atOnce = 20;
    for (let round = 0; round < rounds; round += atOnce) {
      const results = await Promise.all(Array.from({ length: atOnce }, () => race(served)));
      expect(results).toEqual(Array(atOnce).fill(oneWinner));
    }
    expect(served.events.of('token.issued')).toHaveLength(rounds);
  });
});

// #83
describe('in any order of the store’s answers', () => {
  /** A server whose store answers in the order that the scheduler picks. */
  const scheduled = (scheduler: fc.Scheduler): CodeServer =>
    codeServer(
      {},
      { wrap: (store) => slowStore(store, () => scheduler.schedule(Promise.resolve())) },
    );

  it('redeeming beside revoking leaves nothing alive', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { code, redeem, live, server } = scheduled(scheduler);
        const one = await scheduler.waitFor(code());
        const [answer] = await scheduler.waitFor(
          Promise.all([redeem(one), server.context.store.revoke({ grantId: one.slice(0, 16) })]),
        );
        const { access_token, refresh_token } = answer.body;
        expect(await scheduler.waitFor(live(one, access_token, refresh_token))).toEqual([
          false,
          false,
          false,
        ]);
      }),
      { numRuns: 500 },
    );
  });

  it(
    'redeeming beside a replay gives one answer, or none that lives',
    { timeout: 60_000 },
    async () => {
      const parameters = fc.constantFrom({}, { code_verifier: 'b'.repeat(43) });
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), parameters, async (scheduler, replayed) => {
          const { code, redeem, live } = scheduled(scheduler);
          const one = await scheduler.waitFor(code());
          const answers = await scheduler.waitFor(
            Promise.all([redeem(one), redeem(one, replayed), redeem(one)]),
          );
          const won = answers.filter(({ status }) => status === 200);
          expect(won.length).toBeLessThanOrEqual(1);
          const tokens = won.flatMap(({ body }) => [body['access_token'], body['refresh_token']]);
          const alive = await scheduler.waitFor(live(...tokens));
          expect(new Set(alive).size).toBeLessThanOrEqual(1);
          if (!('code_verifier' in replayed)) expect(alive).toEqual([true, true]);
          else expect(alive).not.toContain(true);
        }),
        { numRuns: 500 },
      );
    },
  );
});
