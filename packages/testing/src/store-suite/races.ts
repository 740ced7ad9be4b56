import type { Kit } from './kit.js';
import { outcome, race, stored } from './racing.js';
import { insert, spent, update } from './record-maker.js';

/** Parallel commits: one winner for each version, and losers that leave nothing behind. */
export function raceCases(kit: Kit): void {
  const { describe, expect, on, connections, rounds, parallel, recorder } = kit;
  describe('races', () => {
    on(`one of ${parallel} parallel redemptions wins, ${rounds} times`, async (fixture) => {
      const { store, records } = fixture;
      const stores = await connections(fixture);
      const record = recorder.race();
      for (let round = 0; round < rounds; round += 1) {
        const code = records({ kind: 'authorization_code' });
        await store.commit([insert(code)]);
        const tokens = Array.from({ length: parallel }, () => records({ grantId: code.grantId }));
        const results = await race(stores, tokens, (one, token) =>
          one.commit([update(spent(code, token.id)), insert(token)]),
        );
        const winners = tokens.filter((_, index) => results[index]?.committed === true);
        record(outcome(results, stores));
        expect(winners.length).toBe(1);
        for (const result of results) if (!result.committed) expect(result.lost).toBe(code.id);
        expect(await stored(store, tokens)).toEqual(winners);
        expect(await store.get(code.id)).toEqual(spent(code, winners[0]?.id));
      }
    });

    on('parallel refreshes leave one chain', async (fixture) => {
      const { store, records } = fixture;
      const stores = await connections(fixture);
      let live = records({ kind: 'refresh_token' });
      const { grantId } = live;
      await store.commit([insert(live)]);
      const everMade = [live];
      const record = recorder.race();
      for (let turn = 0; turn < rounds; turn += 1) {
        const old = live;
        const next = Array.from({ length: parallel }, () => records({ grantId, kind: old.kind }));
        everMade.push(...next);
        const results = await race(stores, next, (one, successor) =>
          one.commit([update(spent(old)), insert(successor), insert(records({ grantId }))]),
        );
        const winners = next.filter((_, index) => results[index]?.committed === true);
        record(outcome(results, stores));
        expect(winners.length).toBe(1);
        live = winners[0] ?? old;
      }
      const chain = await stored(store, everMade);
      expect(chain.filter((record) => record.data.spentAt === undefined)).toEqual([live]);
      expect(chain.length).toBe(rounds + 1);
      expect(await store.revoke({ grantId })).toBe(2 * rounds + 1);
    });

    on('parallel commits to different grants all win', async (fixture) => {
      const { records } = fixture;
      const stores = await connections(fixture);
      const codes = Array.from({ length: parallel }, () => records());
      const inserted = await race(stores, codes, (one, code) => one.commit([insert(code)]));
      const redeemed = await race(stores, codes, (one, code) =>
        one.commit([update(spent(code)), insert(records({ grantId: code.grantId }))]),
      );
      for (const result of [...inserted, ...redeemed]) expect(result).toEqual({ committed: true });
    });

    on('a commit is seen by every connection once it has resolved', async (fixture) => {
      const { records } = fixture;
      const stores = await connections(fixture);
      for (const writer of stores) {
        const record = records();
        await writer.commit([insert(record)]);
        for (const reader of stores) expect(await reader.get(record.id)).toEqual(record);
        await writer.commit([update(spent(record))]);
        for (const reader of stores) expect(await reader.get(record.id)).toEqual(spent(record));
      }
    });

    on(
      'whoever builds on a record that is removed meanwhile gets all or nothing',
      async (fixture) => {
        const { store, records } = fixture;
        const stores = await connections(fixture);
        for (let round = 0; round < rounds; round += 1) {
          const base = records();
          const { grantId, id, expiresAt } = base;
          await store.commit([insert(base)]);
          const tokens = Array.from({ length: 10 }, () => records({ grantId }));
          const results = await race(stores, tokens, (one, token, index) =>
            index === round % tokens.length
              ? one.commit([{ type: 'remove', id }])
              : one.commit([{ type: 'extend', id, expiresAt: expiresAt + 1 }, insert(token)]),
          );
          const expected = tokens.filter(
            (_, index) => index !== round % tokens.length && results[index]?.committed === true,
          );
          expect(await stored(store, tokens)).toEqual(expected);
          expect(await store.get(id)).toBe(undefined);
        }
      },
    );
  });
}
