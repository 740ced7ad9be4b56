import type { Change, StoredRecord } from '@oauth/core/plugin';
import { insert, spend, update } from '../record-maker.js';
import { lostResult } from './results.js';
import type { Fixture, Suite } from './suite.js';

type LosingChange = (stale: StoredRecord, missing: StoredRecord) => Change;

const losingChanges: Readonly<Record<string, LosingChange>> = {
  'an update of an old version': (stale) => update(spend(stale, 'twice')),
  'an update of a record that is not there': (_, missing) => update(spend(missing)),
  'an extension of a record that is not there': (_, { id, expiresAt }) => ({
    type: 'extend',
    id,
    expiresAt,
  }),
  'an insert of a taken id': (stale) => insert({ ...stale, clientId: 'client-2' }),
};

/** Where the change that loses stands among three others. */
const places = { first: 0, third: 2, last: 3 } as const;

/** A commit that loses leaves no trace, whatever stands beside the change that lost. */
export function atomicityCases(suite: Suite): void {
  suite.describe('atomicity', () => {
    for (const [name, losingChange] of Object.entries(losingChanges))
      for (const [place, index] of Object.entries(places))
        suite.defineCase(
          `${name}, ${place} among other changes, undoes all of them`,
          async (fixture) => loseAmongOthers(suite, fixture, losingChange, index),
        );
  });
}

async function loseAmongOthers(
  { expect }: Suite,
  { store, newRecord }: Fixture,
  losingChange: LosingChange,
  place: number,
): Promise<void> {
  const code = newRecord();
  const { grantId } = code;
  const [updated, removed] = [newRecord({ grantId }), newRecord({ grantId })];
  const [added, missing] = [newRecord({ grantId }), newRecord({ grantId })];
  await store.commit([insert(code), insert(updated), insert(removed)]);
  await store.commit([update(spend(code, 'once'))]);

  const change = losingChange(code, missing);
  const changes: Change[] = [
    insert(added),
    update(spend(updated)),
    { type: 'remove', id: removed.id },
  ];
  changes.splice(place, 0, change);
  const lost = 'record' in change ? change.record.id : change.id;
  expect(await store.commit(changes)).toEqual(lostResult(lost));

  expect(await store.get(added.id)).toBe(undefined);
  expect(await store.get(missing.id)).toBe(undefined);
  expect(await store.get(code.id)).toEqual(spend(code, 'once'));
  expect(await store.get(updated.id)).toEqual(updated);
  expect(await store.get(removed.id)).toEqual(removed);
  expect(await store.revoke({ grantId })).toBe(3);
}
