import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { slowStore } from '@oauth/testing';
import { refreshServer, expectText, type RefreshServer } from '../test/refresh-server.js';

const parallel = 50;
/** `npm run soak` does 1,000. */
const rounds = Number(process.env['ROUNDS'] ?? 200);

/** Sends one refresh token many times at once; returns how many responses differ, and statuses. */
async function raceToRefresh({ startGrant, requestRefresh }: RefreshServer) {
  const token = (await startGrant()).body['refresh_token'];
  const responses = await Promise.all(
    Array.from({ length: parallel }, () => requestRefresh(token)),
  );
  const pairs = [...new Set(responses.map(({ text }) => text))];
  const next = await requestRefresh(responses[0]?.body['refresh_token']);
  return {
    pairs: pairs.length,
    statuses: [...new Set([...responses, next].map(({ status }) => status))],
  };
}

const oneChain = { pairs: 1, statuses: [200] };

// #164
describe(`${parallel} parallel refreshes leave one usable refresh token`, () => {
  it(`in ${rounds} rounds with a store in memory`, { timeout: 600_000 }, async () => {
    const refreshing = refreshServer();
    for (let round = 0; round < rounds; round += 1)
      expect(await raceToRefresh(refreshing)).toEqual(oneChain);
    expect(await refreshing.findUsableRefreshTokens()).toHaveLength(rounds);
  });

  it(
    `in ${rounds} rounds with a store that takes 5 ms for every call`,
    { timeout: 600_000 },
    async () => {
      const refreshing = refreshServer({}, (store: Store) => slowStore(store, 5));
      const atOnce = 20;
      for (let round = 0; round < rounds; round += atOnce) {
        const results = await Promise.all(
          Array.from({ length: atOnce }, () => raceToRefresh(refreshing)),
        );
        expect(results).toEqual(Array(atOnce).fill(oneChain));
      }
      expect(await refreshing.findUsableRefreshTokens()).toHaveLength(rounds);
    },
  );
});

describe('in any order in which the store answers', () => {
  /** A server whose store answers in the order that the scheduler picks. */
  const scheduledServer = (scheduler: fc.Scheduler, options = {}): RefreshServer =>
    refreshServer(options, (store) =>
      slowStore(store, () => scheduler.schedule(Promise.resolve())),
    );

  it('racing tabs get equal tokens, which can be used', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { startGrant, requestRefresh, findUsableRefreshTokens } = scheduledServer(scheduler);
        const token = (await scheduler.waitFor(startGrant())).body['refresh_token'];
        const responses = await scheduler.waitFor(
          Promise.all([requestRefresh(token), requestRefresh(token), requestRefresh(token)]),
        );
        expect(new Set(responses.map(({ text }) => text)).size).toBe(1);
        expect(await findUsableRefreshTokens()).toHaveLength(1);
        const next = await scheduler.waitFor(requestRefresh(responses[0].body['refresh_token']));
        expect(next.status).toBe(200);
      }),
      { numRuns: 300 },
    );
  });

  it(
    'a stolen token with a different request ends the grant, or gets nothing',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), async (scheduler) => {
          const { startGrant, requestRefresh, findUsableRefreshTokens, areLive } =
            scheduledServer(scheduler);
          const token = (await scheduler.waitFor(startGrant())).body['refresh_token'];
          const responses = await scheduler.waitFor(
            Promise.all([requestRefresh(token), requestRefresh(token, { scope: 'read' })]),
          );
          expect(responses.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
          expect(await findUsableRefreshTokens()).toEqual([]);
          const tokens = responses.map(({ body }) => body['access_token']);
          expect(await scheduler.waitFor(areLive(...tokens))).toEqual([false, false]);
        }),
        { numRuns: 300 },
      );
    },
  );

  // #83
  it('a refresh beside a revocation leaves no live token', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, rotate) => {
        const { startGrant, requestRefresh, findUsableRefreshTokens, areLive, server } =
          scheduledServer(scheduler, { rotate });
        const token = expectText((await scheduler.waitFor(startGrant())).body['refresh_token']);
        const { store } = server.context;
        const [response] = await scheduler.waitFor(
          Promise.all([
            requestRefresh(token),
            store.revoke({ grantId: token.slice(0, 16) }),
            requestRefresh(token),
          ]),
        );
        expect(await findUsableRefreshTokens()).toEqual([]);
        expect(await scheduler.waitFor(areLive(response.body['access_token']))).toEqual([false]);
      }),
      { numRuns: 300 },
    );
  });
});
