import { insert, spend, update } from '../record-maker.js';
import { findStored, findWinners, raceRound, runRace } from './racing.js';
import { committed } from './results.js';
import type { Suite } from './suite.js';

/** Parallel commits: one winner for each version, and losers that leave nothing behind. */
export function raceCases(suite: Suite): void {
  suite.describe('races', () => {
    redemptionRaceCase(suite);
    refreshRaceCase(suite);
    unrelatedCommitsCase(suite);
    visibilityCase(suite);
    removalRaceCase(suite);
  });
}

function redemptionRaceCase({ expect, defineCase, openConnections, ...suite }: Suite): void {
  const { rounds, parallel, recorder } = suite;
  defineCase(`one of ${parallel} parallel redemptions wins, ${rounds} times`, async (fixture) => {
    const { store, newRecord } = fixture;
    const stores = await openConnections(fixture);
    const addRound = recorder.startRace();
    for (let round = 0; round < rounds; round += 1) {
      const code = newRecord({ kind: 'authorization_code' });
      const { grantId } = code;
      await store.commit([insert(code)]);
      const tokens = Array.from({ length: parallel }, () => newRecord({ grantId }));
      const results = await runRace(stores, tokens, (connection, token) =>
        connection.commit([update(spend(code, token.id)), insert(token)]),
      );
      const winners = findWinners(tokens, results);
      addRound(raceRound(results, stores));
      expect(winners.length).toBe(1);
      for (const result of results) if (!result.committed) expect(result.lost).toBe(code.id);
      expect(await findStored(store, tokens)).toEqual(winners);
      expect(await store.get(code.id)).toEqual(spend(code, winners[0]?.id));
    }
  });
}

function refreshRaceCase({ expect, defineCase, openConnections, ...suite }: Suite): void {
  const { rounds, parallel, recorder } = suite;
  defineCase('parallel refreshes leave one chain', async (fixture) => {
    const { store, newRecord } = fixture;
    const stores = await openConnections(fixture);
    let live = newRecord({ kind: 'refresh_token' });
    const { grantId, kind } = live;
    await store.commit([insert(live)]);
    const all = [live];
    const addRound = recorder.startRace();
    for (let turn = 0; turn < rounds; turn += 1) {
      const old = live;
      const successors = Array.from({ length: parallel }, () => newRecord({ grantId, kind }));
      all.push(...successors);
      const results = await runRace(stores, successors, (connection, successor) => {
        const access = newRecord({ grantId });
        return connection.commit([update(spend(old)), insert(successor), insert(access)]);
      });
      const winners = findWinners(successors, results);
      addRound(raceRound(results, stores));
      expect(winners.length).toBe(1);
      live = winners[0] ?? old;
    }
    const chain = await findStored(store, all);
    expect(chain.filter((record) => record.data.spentAt === undefined)).toEqual([live]);
    expect(chain.length).toBe(rounds + 1);
    expect(await store.revoke({ grantId })).toBe(2 * rounds + 1);
  });
}

function unrelatedCommitsCase({ expect, defineCase, openConnections, parallel }: Suite): void {
  defineCase('parallel commits to different grants all win', async (fixture) => {
    const { newRecord } = fixture;
    const stores = await openConnections(fixture);
    const codes = Array.from({ length: parallel }, () => newRecord());
    const inserted = await runRace(stores, codes, (connection, code) =>
      connection.commit([insert(code)]),
    );
    const redeemed = await runRace(stores, codes, (connection, code) =>
      connection.commit([update(spend(code)), insert(newRecord({ grantId: code.grantId }))]),
    );
    for (const result of [...inserted, ...redeemed]) expect(result).toEqual(committed);
  });
}

function visibilityCase({ expect, defineCase, openConnections }: Suite): void {
  defineCase('every connection reads a commit once it has resolved', async (fixture) => {
    const { newRecord } = fixture;
    const stores = await openConnections(fixture);
    for (const writer of stores) {
      const record = newRecord();
      await writer.commit([insert(record)]);
      for (const reader of stores) expect(await reader.get(record.id)).toEqual(record);
      await writer.commit([update(spend(record))]);
      for (const reader of stores) expect(await reader.get(record.id)).toEqual(spend(record));
    }
  });
}

function removalRaceCase({ expect, defineCase, openConnections, rounds }: Suite): void {
  defineCase(
    'a commit that extends a record while it is removed is whole or lost',
    async (fixture) => {
      const { store, newRecord } = fixture;
      const stores = await openConnections(fixture);
      for (let round = 0; round < rounds; round += 1) {
        const base = newRecord();
        const { grantId, id } = base;
        const extend = { type: 'extend', id, expiresAt: base.expiresAt + 1 } as const;
        await store.commit([insert(base)]);
        const tokens = Array.from({ length: 10 }, () => newRecord({ grantId }));
        const remover = tokens[round % tokens.length];
        const results = await runRace(stores, tokens, (connection, token) =>
          connection.commit(token === remover ? [{ type: 'remove', id }] : [extend, insert(token)]),
        );
        const winners = findWinners(tokens, results).filter((token) => token !== remover);
        expect(await findStored(store, tokens)).toEqual(winners);
        expect(await store.get(id)).toBe(undefined);
      }
    },
  );
}
