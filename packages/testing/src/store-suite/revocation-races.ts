import type { RevocationTarget, Store, StoredRecord } from '@oauth/core/plugin';
import type { Kit } from './kit.js';
import { insert, spent, update } from './record-maker.js';

/** While grants are being used, revocation leaves no token of theirs live. */
export function revocationRaceCases(kit: Kit): void {
  const { describe, expect, on, connections, rounds, parallel } = kit;
  const targets: Readonly<Record<string, (record: StoredRecord) => RevocationTarget>> = {
    'a grant': ({ grantId }) => ({ grantId }),
    'a subject': ({ subject = '' }) => ({ subject }),
    'a subject at a client': ({ subject = '', clientId }) => ({ subject, clientId }),
    'a client': ({ clientId }) => ({ clientId }),
  };

  describe('revocation races', () => {
    for (const [name, targetOf] of Object.entries(targets))
      on(`revoking ${name} while it is used leaves no token live`, async (fixture) => {
        const { store, records } = fixture;
        const stores = await connections(fixture);
        for (let round = 0; round < rounds; round += 1) {
          const owner = { subject: `subject-${round}`, clientId: `client-${round}` };
          const refresh = records({ ...owner, kind: 'refresh_token' });
          const { id, grantId, expiresAt } = refresh;
          const before = records({ ...owner, grantId });
          await store.commit([insert(refresh), insert(before)]);
          const tokens = Array.from({ length: parallel }, () => records({ ...owner, grantId }));
          const use = (one: Store, token: StoredRecord, index: number): unknown =>
            index % 2 === 0
              ? one.commit([update(spent(refresh)), insert(token)])
              : one.commit([{ type: 'extend', id, expiresAt }, insert(token)]);
          const calls = tokens.map((token, index) => (one: Store) => use(one, token, index));
          // Each round revokes at another place in the queue.
          const place = Math.floor((round * calls.length) / rounds);
          calls.splice(place, 0, (one) => one.revoke(targetOf(refresh)));
          await Promise.all(
            calls.map(async (call, index) => call(stores[index % stores.length] ?? store)),
          );
          const all = [refresh, before, ...tokens];
          const left = await Promise.all(all.map(async ({ id }) => store.get(id)));
          expect(left.filter((record) => record !== undefined)).toEqual([]);
          expect(await store.revoke({ grantId })).toBe(0);
        }
      });

    on('two parallel revocations count each record once', async (fixture) => {
      const { store, records } = fixture;
      const stores = await connections(fixture);
      for (let round = 0; round < rounds; round += 1) {
        const first = records();
        const { grantId } = first;
        const all = [first, ...Array.from({ length: 9 }, () => records({ grantId }))];
        await store.commit(all.map(insert));
        const counts = await Promise.all(stores.map(async (one) => one.revoke({ grantId })));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all.length);
      }
    });
  });
}
