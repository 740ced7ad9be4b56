import type { CommitResult } from '@oauth/core/plugin';
import type { Kit } from './kit.js';
import { race, stored } from './racing.js';
import { insert, spent, update } from './record-maker.js';
import { unlessRefused } from './unless-refused.js';

/** Commits that want different things of the same records at the same time. */
export function conflictCases({ describe, expect, on, connections, rounds, parallel }: Kit): void {
  describe('conflicts', () => {
    on('of parallel inserts of one id one is stored, and what is beside it', async (fixture) => {
      const { store, records } = fixture;
      const stores = await connections(fixture);
      for (let round = 0; round < rounds; round += 1) {
        const { id, grantId } = records();
        const tokens = Array.from({ length: parallel }, () => records({ grantId }));
        const results = await race(stores, tokens, async (one, token) => {
          const rival = records({ id, grantId, subject: token.id });
          const commit = async (): Promise<CommitResult> =>
            one.commit([insert(token), insert(rival)]);
          return (await unlessRefused(commit)) ?? { committed: false, lost: id };
        });
        const winners = tokens.filter((_, index) => results[index]?.committed === true);
        expect(winners.length).toBe(1);
        expect((await store.get(id))?.subject).toBe(winners[0]?.id);
        expect(await stored(store, tokens)).toEqual(winners);
      }
    });

    on('extensions beside an update undo nothing of it', async (fixture) => {
      const { store, records } = fixture;
      const stores = await connections(fixture);
      for (let round = 0; round < rounds; round += 1) {
        const code = records();
        const { id, grantId, expiresAt } = code;
        await store.commit([insert(code)]);
        const tokens = Array.from({ length: 10 }, () => records({ grantId }));
        const place = round % tokens.length;
        const results = await race(stores, tokens, (one, token, index) =>
          index === place
            ? one.commit([update(spent(code)), insert(token)])
            : one.commit([{ type: 'extend', id, expiresAt: expiresAt + index }, insert(token)]),
        );
        expect(results).toEqual(tokens.map(() => ({ committed: true })));
        const found = await store.get(id);
        expect(found && { ...found, expiresAt }).toEqual(spent(code));
        expect(await stored(store, tokens)).toEqual(tokens);
      }
    });

    on('of updates of two records, in either order, one wins and none fails', async (fixture) => {
      const { store, records } = fixture;
      const stores = await connections(fixture);
      for (let round = 0; round < rounds; round += 1) {
        const one = records();
        const { grantId } = one;
        const other = records({ grantId });
        await store.commit([insert(one), insert(other)]);
        const tokens = Array.from({ length: 10 }, () => records({ grantId }));
        const results = await race(stores, tokens, (on, token, index) => {
          const both = [one, other].map((record) => update(spent(record, token.id)));
          return on.commit([...(index % 2 === 0 ? both : both.reverse()), insert(token)]);
        });
        const winners = tokens.filter((_, index) => results[index]?.committed === true);
        expect(winners.length).toBe(1);
        expect(await stored(store, tokens)).toEqual(winners);
        for (const record of [one, other])
          expect(await store.get(record.id)).toEqual(spent(record, winners[0]?.id));
      }
    });
  });
}
