import { insert, spend, update } from '../record-maker.js';
import { findStored, findWinners, runRace } from './racing.js';
import { committed } from './results.js';
import type { Suite } from './suite.js';

/** Commits that want different things of the same records at the same time. */
export function conflictCases(suite: Suite): void {
  suite.describe('conflicts', () => {
    insertConflictCases(suite);
    extendConflictCase(suite);
    updateConflictCase(suite);
  });
}

function insertConflictCases({ expect, defineCase, openConnections, ...suite }: Suite): void {
  const { rounds, parallel } = suite;
  defineCase(
    'of parallel inserts of one id, one is stored with what is beside it',
    async (fixture) => {
      const { store, newRecord } = fixture;
      const stores = await openConnections(fixture);
      for (let round = 0; round < rounds; round += 1) {
        const { id, grantId } = newRecord();
        const tokens = Array.from({ length: parallel }, () => newRecord({ grantId }));
        const results = await runRace(stores, tokens, async (connection, token) => {
          const rival = newRecord({ id, grantId, subject: token.id });
          return connection.commit([insert(token), insert(rival)]);
        });
        const winners = findWinners(tokens, results);
        expect(winners.length).toBe(1);
        for (const result of results) if (!result.committed) expect(result.lost).toBe(id);
        expect((await store.get(id))?.subject).toBe(winners[0]?.id);
        expect(await findStored(store, tokens)).toEqual(winners);
      }
    },
  );

  defineCase('of parallel inserts of one record, one wins and none fails', async (fixture) => {
    const stores = await openConnections(fixture);
    for (let round = 0; round < rounds; round += 1) {
      const record = fixture.newRecord();
      const copies = Array.from({ length: parallel }, () => record);
      const results = await runRace(stores, copies, (connection) =>
        connection.commit([insert(record)]),
      );
      expect(findWinners(copies, results).length).toBe(1);
      for (const result of results) if (!result.committed) expect(result.lost).toBe(record.id);
    }
  });
}

function extendConflictCase({ expect, defineCase, openConnections, rounds }: Suite): void {
  defineCase('extensions beside an update leave the update as it is', async (fixture) => {
    const { store, newRecord } = fixture;
    const stores = await openConnections(fixture);
    for (let round = 0; round < rounds; round += 1) {
      const code = newRecord();
      const { id, grantId, expiresAt } = code;
      await store.commit([insert(code)]);
      const tokens = Array.from({ length: 10 }, () => newRecord({ grantId }));
      const place = round % tokens.length;
      const results = await runRace(stores, tokens, (connection, token, index) =>
        index === place
          ? connection.commit([update(spend(code)), insert(token)])
          : connection.commit([
              { type: 'extend', id, expiresAt: expiresAt + index },
              insert(token),
            ]),
      );
      expect(results).toEqual(tokens.map(() => committed));
      const found = await store.get(id);
      expect(found && { ...found, expiresAt }).toEqual(spend(code));
      expect(await findStored(store, tokens)).toEqual(tokens);
    }
  });
}

function updateConflictCase({ expect, defineCase, openConnections, rounds }: Suite): void {
  defineCase(
    'of updates of two records, in either order, one wins and none fails',
    async (fixture) => {
      const { store, newRecord } = fixture;
      const stores = await openConnections(fixture);
      for (let round = 0; round < rounds; round += 1) {
        const one = newRecord();
        const { grantId } = one;
        const other = newRecord({ grantId });
        await store.commit([insert(one), insert(other)]);
        const tokens = Array.from({ length: 10 }, () => newRecord({ grantId }));
        const results = await runRace(stores, tokens, (connection, token, index) => {
          const both = [one, other].map((record) => update(spend(record, token.id)));
          return connection.commit([...(index % 2 === 0 ? both : both.reverse()), insert(token)]);
        });
        const winners = findWinners(tokens, results);
        expect(winners.length).toBe(1);
        expect(await findStored(store, tokens)).toEqual(winners);
        for (const record of [one, other])
          expect(await store.get(record.id)).toEqual(spend(record, winners[0]?.id));
      }
    },
  );
}
