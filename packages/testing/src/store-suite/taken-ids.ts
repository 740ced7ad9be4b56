import type { Change } from '@oauth/core/plugin';
import { insert, spend, update } from '../record-maker.js';
import { committed, lostResult } from './results.js';
import type { Suite } from './suite.js';

/** A commit that inserts a taken id loses, as a whole. It never throws. */
export function takenIdCases(suite: Suite): void {
  suite.describe('taken ids', () => {
    takenIdCase(suite);
    equalInsertCase(suite);
    repeatedInsertCase(suite);
    takenAmongOthersCase(suite);
    freedIdCase(suite);
  });
}

function takenIdCase({ expect, defineCase }: Suite): void {
  defineCase('lose, and keep the record that has them', async ({ store, newRecord }) => {
    const record = newRecord();
    await store.commit([insert(record)]);
    const impostor = { ...record, clientId: 'client-2' };
    expect(await store.commit([insert(impostor)])).toEqual(lostResult(record.id));
    expect(await store.get(record.id)).toEqual(record);
  });
}

function equalInsertCase({ expect, defineCase }: Suite): void {
  // Two assertions with one jti, or one sent twice, make two commits of equal content.
  defineCase('lose even to an equal record, each time', async ({ store, newRecord }) => {
    const record = newRecord();
    const lost = lostResult(record.id);
    expect(await store.commit([insert(record)])).toEqual(committed);
    expect(await store.commit([insert(record)])).toEqual(lost);
    expect(await store.commit([insert({ ...record })])).toEqual(lost);
    await store.commit([update(spend(record))]);
    expect(await store.commit([insert(record)])).toEqual(lost);
    expect(await store.get(record.id)).toEqual(spend(record));
  });
}

function repeatedInsertCase({ expect, defineCase }: Suite): void {
  defineCase('lose when one commit inserts them twice', async ({ store, newRecord }) => {
    const record = newRecord();
    const { id, grantId } = record;
    const other = newRecord({ grantId });
    const rival = { ...record, clientId: 'client-2' };
    for (const changes of [
      [insert(record), insert(record)],
      [insert(record), insert(other), insert(rival)],
    ])
      expect(await store.commit(changes)).toEqual(lostResult(id));
    expect(await store.get(id)).toBe(undefined);
    expect(await store.get(other.id)).toBe(undefined);
    expect(await store.commit([insert(record), insert(other)])).toEqual(committed);
  });
}

function takenAmongOthersCase({ expect, defineCase }: Suite): void {
  defineCase('undo what stands beside them, even if they are equal', async (fixture) => {
    const { store, newRecord, now } = fixture;
    const code = newRecord();
    const { id, grantId } = code;
    const [taken, free] = [newRecord({ grantId }), newRecord({ grantId })];
    await store.commit([insert(code), insert(taken)]);
    const extend = { type: 'extend', id, expiresAt: now + 86_400 } as const;
    const remove = { type: 'remove', id } as const;
    const others: readonly Change[] = [insert(free), update(spend(code)), extend, remove];
    for (const other of others)
      for (const changes of [
        [other, insert(taken)],
        [insert(taken), other],
      ]) {
        expect(await store.commit(changes)).toEqual(lostResult(taken.id));
        expect(await store.get(code.id)).toEqual(code);
        expect(await store.get(free.id)).toBe(undefined);
      }
  });
}

function freedIdCase({ expect, defineCase }: Suite): void {
  defineCase('are free once their record is removed or revoked', async ({ store, newRecord }) => {
    const record = newRecord();
    const { id, grantId } = record;
    await store.commit([insert(record)]);
    await store.commit([{ type: 'remove', id }]);
    expect(await store.commit([insert(record)])).toEqual(committed);
    await store.revoke({ grantId });
    expect(await store.commit([insert(record)])).toEqual(committed);
    expect(await store.get(id)).toEqual(record);
  });
}
