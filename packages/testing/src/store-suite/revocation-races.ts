import type { RevocationTarget, Store, StoredRecord } from '@oauth/core/plugin';
import { insert, spend, update } from '../record-maker.js';
import { findStored } from './racing.js';
import type { Fixture, Suite } from './suite.js';

type TargetOf = (record: StoredRecord) => RevocationTarget;

const targets: Readonly<Record<string, TargetOf>> = {
  'a grant': ({ grantId }) => ({ grantId }),
  'a subject': ({ subject = '' }) => ({ subject }),
  'a subject at a client': ({ subject = '', clientId }) => ({ subject, clientId }),
  'a client': ({ clientId }) => ({ clientId }),
};

/** A revocation leaves no token live, of grants that are used meanwhile. */
export function revocationRaceCases(suite: Suite): void {
  suite.describe('revocation races', () => {
    for (const [name, targetOf] of Object.entries(targets))
      suite.defineCase(
        `revoking ${name} while it is used leaves no token live`,
        async (fixture) => {
          const stores = await suite.openConnections(fixture);
          for (let round = 0; round < suite.rounds; round += 1)
            await revokeWhileUsed({ suite, fixture, stores, round, targetOf });
        },
      );
    parallelRevocationCase(suite);
  });
}

async function revokeWhileUsed({
  suite: { expect, rounds, parallel },
  fixture: { store, newRecord },
  stores,
  round,
  targetOf,
}: {
  readonly suite: Suite;
  readonly fixture: Fixture;
  readonly stores: readonly Store[];
  readonly round: number;
  readonly targetOf: TargetOf;
}): Promise<void> {
  const owner = { subject: `subject-${round}`, clientId: `client-${round}` };
  const refresh = newRecord({ ...owner, kind: 'refresh_token' });
  const { id, grantId, expiresAt } = refresh;
  const access = newRecord({ ...owner, grantId });
  await store.commit([insert(refresh), insert(access)]);
  const tokens = Array.from({ length: parallel }, () => newRecord({ ...owner, grantId }));
  const calls = tokens.map((token, index) => (connection: Store): unknown => {
    const extend = { type: 'extend', id, expiresAt } as const;
    const guard = index % 2 === 0 ? update(spend(refresh)) : extend;
    return connection.commit([guard, insert(token)]);
  });
  // Each round revokes at another place in the queue.
  const place = Math.floor((round * calls.length) / rounds);
  calls.splice(place, 0, (connection) => connection.revoke(targetOf(refresh)));
  await Promise.all(calls.map(async (call, index) => call(stores[index % stores.length] ?? store)));
  expect(await findStored(store, [refresh, access, ...tokens])).toEqual([]);
  expect(await store.revoke({ grantId })).toBe(0);
}

function parallelRevocationCase({ expect, defineCase, openConnections, rounds }: Suite): void {
  defineCase('parallel revocations count each record once', async (fixture) => {
    const { store, newRecord } = fixture;
    const stores = await openConnections(fixture);
    for (let round = 0; round < rounds; round += 1) {
      const { grantId } = newRecord();
      const records = Array.from({ length: 10 }, () => newRecord({ grantId }));
      await store.commit(records.map(insert));
      const counts = await Promise.all(
        stores.map(async (connection) => connection.revoke({ grantId })),
      );
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(records.length);
    }
  });
}
