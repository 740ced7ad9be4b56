import type { Change, Store, StoredRecord } from '@oauth/core/plugin';
import { insert, recordLifetime, spend, update } from '../record-maker.js';
import { needsPurge } from './purge.js';
import { findWinners, runRace } from './racing.js';
import type { Fixture, Suite } from './suite.js';

const batchSize = 5;

type Renewal = (record: StoredRecord, expiresAt: number) => Change;

const renewals: Readonly<Record<string, Renewal>> = {
  extension: ({ id }, expiresAt) => ({ type: 'extend', id, expiresAt }),
  update: (record, expiresAt) => update({ ...spend(record), expiresAt }),
};

/** `purge` deletes a record, or loses to the commit that renews it, never both. */
export function purgeRaceCases(suite: Suite): void {
  if (suite.nativeExpiry) {
    suite.recorder.skipGroup('purge races', needsPurge);
    return;
  }
  suite.describe('purge races', () => {
    for (const [name, renewal] of Object.entries(renewals))
      suite.defineCase(`deletes a record or loses to its ${name}, never both`, async (fixture) => {
        const stores = await suite.openConnections(fixture);
        for (let round = 0; round < suite.rounds; round += 1)
          await purgeWhileRenewed(suite, fixture, stores, renewal);
      });
  });
}

async function purgeWhileRenewed(
  { expect }: Suite,
  { store, newRecord, now }: Fixture,
  stores: readonly Store[],
  renewal: Renewal,
): Promise<void> {
  const expiry = now + recordLifetime;
  const renewed = expiry + recordLifetime;
  const records = Array.from({ length: 20 }, () => newRecord({ expiresAt: expiry }));
  await Promise.all(records.map(async (record) => store.commit([insert(record)])));
  const purges = stores.map(async (connection) => connection.purge(expiry, batchSize));
  const results = runRace(stores, records, (connection, record) =>
    connection.commit([renewal(record, renewed)]),
  );
  const counts = await Promise.all(purges);
  const winners = findWinners(records, await results);
  const found = await Promise.all(records.map(async ({ id }) => store.get(id)));
  expect(found.map((record) => record?.expiresAt)).toEqual(
    records.map((record) => (winners.includes(record) ? renewed : undefined)),
  );
  for (const count of counts) expect(count <= batchSize).toBe(true);
  // What the batches' limit left over was renewed, so nothing else is missing.
  expect(counts.reduce((sum, count) => sum + count, winners.length)).toBe(records.length);
}
