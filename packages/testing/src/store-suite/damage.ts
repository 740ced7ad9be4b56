import { insert } from '../record-maker.js';
import { coreToken, liveTokenCheck } from './core-token.js';
import type { Fixture, Suite } from './suite.js';
import { tryCall } from './try-call.js';

/** A damaged row is an error or no record, never a record with a member left out. */
export function damageCases({ describe, expect, defineCase, damage, recorder }: Suite): void {
  if (!damage) {
    recorder.skipGroup('damaged rows', 'damage');
    return;
  }
  describe('damaged rows', () => {
    defineCase('open nothing, and leave the rows beside them whole', async (fixture) => {
      const { store, newRecord } = fixture;
      const isLive = liveTokenCheck(fixture);
      const token = await coreToken(newRecord().grantId);
      const [sibling, other] = [newRecord({ grantId: token.members.grantId }), newRecord()];
      await store.commit([insert(newRecord(token.members)), insert(sibling)]);
      await store.commit([insert(other)]);
      expect(await isLive(token.text)).toBe(true);
      await damageRecord(fixture, token.members.id);
      // The store may throw, and core throws at what is no record.
      expect((await tryCall(async () => isLive(token.text))) === true).toBe(false);
      expect(await store.get(sibling.id)).toEqual(sibling);
      expect(await store.get(other.id)).toEqual(other);
    });
  });
}

async function damageRecord({ made }: Fixture, id: string): Promise<void> {
  if (made.damage === undefined) throw new Error('makeStore must give damage.');
  await made.damage(id);
}
