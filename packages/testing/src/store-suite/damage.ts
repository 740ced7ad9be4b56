import { liveness, tokenOf } from './core-tokens.js';
import type { Fixture, Kit } from './kit.js';
import { insert } from './record-maker.js';
import { unlessRefused } from './unless-refused.js';

/** A row that is no record any more is an error or nothing, never a record with something left out. */
export function damageCases({ describe, expect, on, damage, recorder }: Kit): void {
  if (!damage) {
    recorder.skip('damaged rows', 'damage');
    return;
  }
  describe('damaged rows', () => {
    on('are live to nobody, and those beside them stay whole', async (fixture) => {
      const { store, records } = fixture;
      const isLive = liveness(fixture);
      const token = await tokenOf(records().grantId);
      const [sibling, other] = [records({ grantId: token.of.grantId }), records()];
      await store.commit([insert(records(token.of)), insert(sibling)]);
      await store.commit([insert(other)]);
      expect(await isLive(token.text)).toBe(true);
      await spoil(fixture, token.of.id);
      // The store may throw, and core does at what is no record.
      expect((await unlessRefused(async () => isLive(token.text))) === true).toBe(false);
      expect(await store.get(sibling.id)).toEqual(sibling);
      expect(await store.get(other.id)).toEqual(other);
    });
  });
}

async function spoil({ made }: Fixture, id: string): Promise<void> {
  if (made.damage === undefined) throw new Error('makeStore must give damage.');
  await made.damage(id);
}
