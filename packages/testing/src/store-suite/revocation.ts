import type { RevocationTarget, Store, StoredRecord } from '@oauth/core/plugin';
import type { Kit } from './kit.js';
import { insert, lifetime, spent, update, type RecordMaker } from './record-maker.js';

/** Records by whom they belong to, one of each kind of owner. */
async function population(store: Store, records: RecordMaker): Promise<readonly StoredRecord[]> {
  const all = [
    records({ subject: 'alice', clientId: 'app' }),
    records({ subject: 'alice', clientId: 'app', kind: 'refresh_token' }),
    records({ subject: 'alice', clientId: 'tv' }),
    records({ subject: 'bob', clientId: 'app' }),
    records({ subject: undefined, clientId: 'app' }),
    records({ subject: undefined, clientId: 'alice' }),
    records({ subject: 'app', clientId: 'tv' }),
    records({ subject: 'alice2', clientId: 'app2' }),
    records({ subject: 'ALICE', clientId: 'APP' }),
  ];
  for (const record of all) await store.commit([insert(record)]);
  return all;
}

/** Revocation takes what it is told to, counts it, and takes nothing else. */
export function revocationCases({ describe, expect, on }: Kit): void {
  const targets: Readonly<
    Record<string, readonly [RevocationTarget, (record: StoredRecord) => boolean]>
  > = {
    'a subject': [{ subject: 'alice' }, ({ subject }) => subject === 'alice'],
    'a client': [{ clientId: 'app' }, ({ clientId }) => clientId === 'app'],
    'a subject at a client': [
      { subject: 'alice', clientId: 'app' },
      ({ subject, clientId }) => subject === 'alice' && clientId === 'app',
    ],
    'a subject, with an undefined client': [
      { subject: 'alice', clientId: undefined },
      ({ subject }) => subject === 'alice',
    ],
    'a subject that has nothing': [{ subject: 'carol' }, () => false],
    'a subject at a client that it never used': [{ subject: 'bob', clientId: 'tv' }, () => false],
    'a client that has nothing': [{ clientId: 'unknown' }, () => false],
    'a grant that is not there': [{ grantId: 'no-such-grant---' }, () => false],
  };

  describe('revoke', () => {
    for (const [name, [target, covers]] of Object.entries(targets))
      on(`takes ${name}, all of it and nothing else`, async ({ store, records }) => {
        const all = await population(store, records);
        expect(await store.revoke(target)).toBe(all.filter(covers).length);
        for (const record of all)
          expect(await store.get(record.id)).toEqual(covers(record) ? undefined : record);
        expect(await store.revoke(target)).toBe(0);
      });

    on('takes a grant and leaves those whose ids begin like it', async ({ store, records }) => {
      const others = [records({ grantId: 'grant-1' }), records({ grantId: 'grant-' })];
      const grantId = 'grant-10';
      const all = [records({ grantId }), records({ grantId }), records({ grantId })];
      for (const record of others) await store.commit([insert(record)]);
      await store.commit(all.map(insert));
      expect(await store.revoke({ grantId: 'grant-1' })).toBe(1);
      for (const record of all) expect(await store.get(record.id)).toEqual(record);
      expect(await store.revoke({ grantId })).toBe(3);
      for (const record of all) expect(await store.get(record.id)).toBe(undefined);
      expect(await store.revoke({ grantId: 'grant-' })).toBe(1);
    });

    on('takes records that were updated and extended since', async ({ store, records, now }) => {
      const record = records();
      const { id, subject = '', clientId } = record;
      await store.commit([insert(record)]);
      await store.commit([update(spent(record))]);
      await store.commit([{ type: 'extend', id, expiresAt: now + 2 * lifetime }]);
      expect(await store.revoke({ subject, clientId })).toBe(1);
      expect(await store.get(id)).toBe(undefined);
    });

    on('takes a record by the subject that an update gave it', async ({ store, records }) => {
      const asked = records({ subject: undefined, kind: 'device_code' });
      const agreed = { ...asked, version: 1, subject: 'carol' };
      await store.commit([insert(asked)]);
      expect(await store.revoke({ subject: 'carol' })).toBe(0);
      expect(await store.commit([update(agreed)])).toEqual({ committed: true });
      expect(await store.get(agreed.id)).toEqual(agreed);
      expect(await store.revoke({ subject: 'carol' })).toBe(1);
      expect(await store.get(agreed.id)).toBe(undefined);
    });

    on('counts no record that was removed before', async ({ store, records }) => {
      const [gone, left] = [records(), records()];
      await store.commit([insert(gone)]);
      await store.commit([insert(left)]);
      await store.commit([{ type: 'remove', id: gone.id }]);
      expect(await store.revoke({ clientId: left.clientId })).toBe(1);
    });

    on('takes hundreds of grants at once', async ({ store, records }) => {
      const grants = Array.from({ length: 500 }, () => records());
      await Promise.all(
        grants.map(async (record) =>
          store.commit([insert(record), insert(records({ grantId: record.grantId }))]),
        ),
      );
      const bystander = records({ subject: 'bob' });
      await store.commit([insert(bystander)]);
      expect(await store.revoke({ subject: 'alice' })).toBe(1000);
      expect(await store.get(bystander.id)).toEqual(bystander);
      expect(await store.revoke({ clientId: bystander.clientId })).toBe(1);
    });

    on('ends what is built on the grant, and lets a new one begin', async ({ store, records }) => {
      const refresh = records({ kind: 'refresh_token' });
      const { id, grantId, expiresAt } = refresh;
      await store.commit([insert(refresh)]);
      await store.revoke({ grantId });
      const lost = { committed: false, lost: id };
      const token = records({ grantId });
      expect(await store.commit([update(spent(refresh)), insert(token)])).toEqual(lost);
      const extend = { type: 'extend', id, expiresAt } as const;
      expect(await store.commit([extend, insert(token)])).toEqual(lost);
      expect(await store.get(token.id)).toBe(undefined);
      const next = records();
      expect(await store.commit([insert(next)])).toEqual({ committed: true });
      expect(await store.get(next.id)).toEqual(next);
    });
  });
}
