import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { slowStore } from '@oauth/testing';
import { refreshServer, textOf, type RefreshServer } from '../test/refresh-server.js';

const parallel = 50;
/** `npm run soak` does 1,000. */
const rounds = Number(process.env['ROUNDS'] ?? 200);

/** One refresh token, used by many at once: what they get, and whether it goes on from there. */
async function race({ begin, use }: RefreshServer) {
  const token = (await begin()).body['refresh_token'];
  const answers = await Promise.all(Array.from({ length: parallel }, () => use(token)));
  const pairs = [...new Set(answers.map(({ text }) => text))];
  const next = await use(answers[0]?.body['refresh_token']);
  return { pairs: pairs.length, statuses: [...new Set([...answers, next].map((a) => a.status))] };
}

const oneChain = { pairs: 1, statuses: [200] };

// #164
describe(`${parallel} parallel refreshes, ${rounds} rounds: one live chain`, () => {
  it('in memory', { timeout: 600_000 }, async () => {
    const served = refreshServer();
    for (let round = 0; round < rounds; round += 1) expect(await race(served)).toEqual(oneChain);
    expect(await served.chains()).toHaveLength(rounds);
  });

  it('with 5 ms at every call of the store', { timeout: 600_000 }, async () => {
    const served = refreshServer({}, (store: Store) => slowStore(store, 5));
    const atOnce = 20;
    for (let round = 0; round < rounds; round += atOnce) {
      const results = await Promise.all(Array.from({ length: atOnce }, () => race(served)));
      expect(results).toEqual(Array(atOnce).fill(oneChain));
    }
    expect(await served.chains()).toHaveLength(rounds);
  });
});

describe('in any order of the store’s answers', () => {
  /** A server whose store answers in the order that the scheduler picks. */
  const scheduled = (scheduler: fc.Scheduler, options = {}): RefreshServer =>
    refreshServer(options, (store) =>
      slowStore(store, () => scheduler.schedule(Promise.resolve())),
    );

  it('racing tabs get the same pair, and it works', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { begin, use, chains } = scheduled(scheduler);
        const token = (await scheduler.waitFor(begin())).body['refresh_token'];
        const answers = await scheduler.waitFor(Promise.all([use(token), use(token), use(token)]));
        expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
        expect(await chains()).toHaveLength(1);
        const next = await scheduler.waitFor(use(answers[0].body['refresh_token']));
        expect(next.status).toBe(200);
      }),
      { numRuns: 300 },
    );
  });

  it(
    'a thief who asks for something else ends the grant, or gets nothing',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), async (scheduler) => {
          const { begin, use, chains, live } = scheduled(scheduler);
          const token = (await scheduler.waitFor(begin())).body['refresh_token'];
          const answers = await scheduler.waitFor(
            Promise.all([use(token), use(token, { scope: 'read' })]),
          );
          expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
          expect(await chains()).toEqual([]);
          const tokens = answers.map(({ body }) => body['access_token']);
          expect(await scheduler.waitFor(live(...tokens))).toEqual([false, false]);
        }),
        { numRuns: 300 },
      );
    },
  );

  // #83
  it('refreshing beside revoking leaves nothing alive', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, rotate) => {
        const { begin, use, chains, live, server } = scheduled(scheduler, { rotate });
        const token = textOf((await scheduler.waitFor(begin())).body['refresh_token']);
        const { store } = server.context;
        const [answer] = await scheduler.waitFor(
          Promise.all([use(token), store.revoke({ grantId: token.slice(0, 16) }), use(token)]),
        );
        expect(await chains()).toEqual([]);
        expect(await scheduler.waitFor(live(answer.body['access_token']))).toEqual([false]);
      }),
      { numRuns: 300 },
    );
  });
});
