import type { Change, StoredRecord } from '@oauth/core/plugin';
import type { Kit } from './kit.js';
import { insert, spent, update } from './record-maker.js';
import { unlessRefused } from './unless-refused.js';

type Loser = (stale: StoredRecord, missing: StoredRecord) => Change;

/** A commit that loses leaves no trace, whatever stands beside the change that lost. */
export function atomicityCases({ describe, expect, on }: Kit): void {
  const losers: Readonly<Record<string, Loser>> = {
    'an update of an old version': (stale) => update(spent(stale, 'twice')),
    'an update of nothing': (_, missing) => update(spent(missing)),
    'an extension of nothing': (_, { id, expiresAt }) => ({ type: 'extend', id, expiresAt }),
    'an insert of an id that is taken': (stale) => insert({ ...stale, clientId: 'client-2' }),
  };

  describe('atomicity', () => {
    for (const [name, lose] of Object.entries(losers)) {
      for (const place of ['before', 'between', 'after'] as const) {
        on(`${name} ${place} other changes undoes all of them`, async ({ store, records }) => {
          const code = records();
          const { grantId } = code;
          const [kept, gone] = [records({ grantId }), records({ grantId })];
          const [added, missing] = [records({ grantId }), records({ grantId })];
          await store.commit([insert(code), insert(kept), insert(gone)]);
          await store.commit([update(spent(code, 'once'))]);

          const change = lose(code, missing);
          const others: Change[] = [
            insert(added),
            update(spent(kept)),
            { type: 'remove', id: gone.id },
          ];
          others.splice({ before: 0, between: 2, after: 3 }[place], 0, change);
          const lost = 'record' in change ? change.record.id : change.id;
          const result = await unlessRefused(async () => store.commit(others));
          // No request of core's inserts an id twice: a store may also throw at that.
          if (result !== undefined || change.type !== 'insert')
            expect(result).toEqual({ committed: false, lost });

          expect(await store.get(added.id)).toBe(undefined);
          expect(await store.get(missing.id)).toBe(undefined);
          expect(await store.get(code.id)).toEqual(spent(code, 'once'));
          expect(await store.get(kept.id)).toEqual(kept);
          expect(await store.get(gone.id)).toEqual(gone);
          expect(await store.revoke({ grantId })).toBe(3);
        });
      }
    }
  });
}
