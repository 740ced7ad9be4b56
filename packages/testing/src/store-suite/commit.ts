import type { Kit } from './kit.js';
import { insert, lifetime, spent, update } from './record-maker.js';
import { unlessRefused } from './unless-refused.js';

/** What each kind of change does, and when it loses. */
export function commitCases({ describe, expect, on }: Kit): void {
  const won = { committed: true };
  const lostTo = (id: string): object => ({ committed: false, lost: id });

  describe('commit', () => {
    on('does not replace a record by inserting its id again', async ({ store, records }) => {
      const record = records();
      await store.commit([insert(record)]);
      const impostor = { ...record, clientId: 'client-2' };
      const result = await unlessRefused(async () => store.commit([insert(impostor)]));
      expect(result?.committed === true).toBe(false);
      expect(await store.get(record.id)).toEqual(record);
    });

    on('updates the version that was read, once', async ({ store, records }) => {
      const record = records();
      await store.commit([insert(record)]);
      expect(await store.commit([update(spent(record, 'first'))])).toEqual(won);
      expect(await store.commit([update(spent(record, 'second'))])).toEqual(lostTo(record.id));
      expect(await store.get(record.id)).toEqual(spent(record, 'first'));
    });

    on('updates again from the new version', async ({ store, records }) => {
      let record = records();
      await store.commit([insert(record)]);
      for (let turn = 1; turn <= 5; turn += 1) {
        record = spent(record, `turn ${turn}`);
        expect(await store.commit([update(record)])).toEqual(won);
        expect(await store.get(record.id)).toEqual(record);
      }
    });

    on('loses an update of a version nobody stored, naming it', async ({ store, records }) => {
      const record = records();
      expect(await store.commit([update(spent(record))])).toEqual(lostTo(record.id));
      expect(await store.get(record.id)).toBe(undefined);
      await store.commit([insert(record)]);
      expect(await store.commit([update({ ...record, version: 2 })])).toEqual(lostTo(record.id));
      expect(await store.commit([update(record)])).toEqual(lostTo(record.id));
      expect(await store.get(record.id)).toEqual(record);
    });

    on('names the record that lost among others', async ({ store, records }) => {
      const [good, stale] = [records(), records({ grantId: 'grant-of-two-----' })];
      const other = records({ grantId: stale.grantId });
      await store.commit([insert(good)]);
      await store.commit([insert(stale), insert(other)]);
      await store.commit([update(spent(stale))]);
      const changes = [update(spent(other)), update(spent(stale, 'again'))];
      expect(await store.commit(changes)).toEqual(lostTo(stale.id));
      expect(await store.get(other.id)).toEqual(other);
    });

    on('moves an expiry later, never earlier, and nothing else', async ({ store, records }) => {
      const record = records();
      const { id, expiresAt } = record;
      await store.commit([insert(record)]);
      expect(await store.commit([{ type: 'extend', id, expiresAt: expiresAt + 60 }])).toEqual(won);
      const extended = { ...record, expiresAt: expiresAt + 60 };
      expect(await store.get(id)).toEqual(extended);
      for (const earlier of [expiresAt + 60, expiresAt, 0]) {
        expect(await store.commit([{ type: 'extend', id, expiresAt: earlier }])).toEqual(won);
        expect(await store.get(id)).toEqual(extended);
      }
      expect(await store.commit([update(spent(extended))])).toEqual(won);
    });

    on('loses an extension of a record that is not there', async ({ store, records, now }) => {
      const record = records();
      const extend = { type: 'extend', id: record.id, expiresAt: now + 2 * lifetime } as const;
      expect(await store.commit([extend])).toEqual(lostTo(record.id));
      await store.commit([insert(record)]);
      await store.commit([{ type: 'remove', id: record.id }]);
      expect(await store.commit([extend])).toEqual(lostTo(record.id));
      expect(await store.get(record.id)).toBe(undefined);
    });

    on('removes a record; doing it again is fine', async ({ store, records }) => {
      const record = records();
      const other = records({ grantId: record.grantId });
      const remove = { type: 'remove', id: record.id } as const;
      expect(await store.commit([remove])).toEqual(won);
      await store.commit([insert(record), insert(other)]);
      expect(await store.commit([remove])).toEqual(won);
      expect(await store.commit([remove])).toEqual(won);
      expect(await store.get(record.id)).toBe(undefined);
      expect(await store.get(other.id)).toEqual(other);
      expect(await store.commit([update(spent(record))])).toEqual(lostTo(record.id));
      expect(await store.commit([insert(record)])).toEqual(won);
      expect(await store.get(record.id)).toEqual(record);
    });

    on('takes all kinds of changes in one commit', async ({ store, records, now }) => {
      const [code, refresh] = [records({ kind: 'authorization_code' }), records()];
      const { grantId } = code;
      const [kept, gone, access] = [
        records({ grantId }),
        records({ grantId }),
        records({ grantId }),
      ];
      await store.commit([insert(code), insert(kept), insert(gone)]);
      const successor = { ...refresh, grantId, id: `${grantId}${refresh.id}` };
      const changes = [
        update(spent(code)),
        { type: 'extend', id: kept.id, expiresAt: now + 2 * lifetime } as const,
        { type: 'remove', id: gone.id } as const,
        insert(access),
        insert(successor),
      ];
      expect(await store.commit(changes)).toEqual(won);
      expect(await store.get(code.id)).toEqual(spent(code));
      expect(await store.get(kept.id)).toEqual({ ...kept, expiresAt: now + 2 * lifetime });
      expect(await store.get(gone.id)).toBe(undefined);
      expect(await store.get(access.id)).toEqual(access);
      expect(await store.get(successor.id)).toEqual(successor);
    });
  });
}
