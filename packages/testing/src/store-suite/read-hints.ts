import { insert, spend, update } from '../record-maker.js';
import type { Suite } from './suite.js';

/** What a caller of `get` knows and accepts never makes a record another one. */
export function readHintCases({ describe, expect, defineCase }: Suite): void {
  describe('read hints', () => {
    defineCase('find a record of the kind that is expected', async ({ store, newRecord }) => {
      const record = newRecord({ kind: 'refresh_token' });
      await store.commit([insert(record)]);
      expect(await store.get(record.id, { kind: 'refresh_token' })).toEqual(record);
      expect(await store.get(record.id, {})).toEqual(record);
      expect(await store.get(newRecord().id, { kind: 'refresh_token' })).toBe(undefined);
    });

    defineCase('let a read be behind, but not those after it', async ({ store, newRecord }) => {
      let record = newRecord();
      await store.commit([insert(record)]);
      for (let turn = 0; turn < 5; turn += 1) {
        const stale = await store.get(record.id, { stale: true });
        if (stale !== undefined) expect(stale.id).toBe(record.id);
        expect(await store.get(record.id)).toEqual(record);
        record = spend(record, `turn ${turn}`);
        await store.commit([update(record)]);
        expect(await store.get(record.id)).toEqual(record);
      }
      await store.revoke({ grantId: record.grantId });
      expect(await store.get(record.id)).toBe(undefined);
    });
  });
}
