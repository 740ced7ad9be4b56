import type { Change, StoredRecord } from '@oauth/core/plugin';
import type { Kit } from './kit.js';
import { leftToPurge } from './purge.js';
import { insert, lifetime, spent, update } from './record-maker.js';

const batch = 5;

/** `purge` takes a record or loses to whoever lets it live on, never both. */
export function purgeRaceCases(kit: Kit): void {
  const { describe, expect, on, connections, rounds, nativeExpiry, recorder } = kit;
  const renewals: Readonly<Record<string, (record: StoredRecord, until: number) => Change>> = {
    extension: ({ id }, expiresAt) => ({ type: 'extend', id, expiresAt }),
    update: (record, expiresAt) => update({ ...spent(record), expiresAt }),
  };
  if (nativeExpiry) {
    recorder.skip('purge races', leftToPurge);
    return;
  }

  describe('purge races', () => {
    for (const [name, renewal] of Object.entries(renewals))
      on(`takes a record or loses to its ${name}, never both`, async (fixture) => {
        const { store, records, now } = fixture;
        const stores = await connections(fixture);
        const then = now + lifetime;
        for (let round = 0; round < rounds; round += 1) {
          const all = Array.from({ length: 20 }, () => records({ expiresAt: then }));
          await Promise.all(all.map(async (record) => store.commit([insert(record)])));
          const purging = stores.map(async (one) => one.purge(then, batch));
          const renewing = all.map(async (record, index) =>
            (stores[index % stores.length] ?? store).commit([renewal(record, then + lifetime)]),
          );
          const counts = await Promise.all(purging);
          const results = await Promise.all(renewing);
          const kept = all.filter((_, index) => results[index]?.committed === true);
          const found = await Promise.all(all.map(async ({ id }) => store.get(id)));
          expect(found.map((record) => record?.expiresAt)).toEqual(
            all.map((record) => (kept.includes(record) ? then + lifetime : undefined)),
          );
          for (const count of counts) expect(count <= batch).toBe(true);
          // What the batches' limit left over was renewed, so nothing else is missing.
          expect(counts.reduce((sum, count) => sum + count, kept.length)).toBe(all.length);
        }
      });
  });
}
