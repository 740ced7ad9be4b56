import type { StoredRecord } from '@oauth/core/plugin';
import type { Kit } from '../kit.js';
import { unlessRefused } from '../unless-refused.js';
import type { Processes } from './pool.js';
import {
  passed,
  prepare,
  redeemUntilKilled,
  redemption,
  tokensOf,
  type Redemption,
} from './redemptions.js';

/** Processes that are killed, each a little later in its work than the one before. */
const kills = 6;
/** Codes that each process has to do with: more than it gets to redeem. */
const codes = 100;

/**
 * A process that is killed at work leaves each commit whole or undone, and nothing that the next
 * revocation misses.
 */
export function killCases({ on, expect }: Kit, start: Processes): void {
  on('in the middle of redemptions leaves each of them whole or undone', async (fixture) => {
    const { store, records } = fixture;
    for (const [turn, victim] of (await start(fixture, kills)).entries()) {
      const subject = `subject ${turn}`;
      const all = await prepare(store, records, subject, codes);
      const answered = await redeemUntilKilled(victim, all, (turn + 0.5) / kills);
      expect(answered.size > 0 && answered.size < codes).toBe(true);
      const judge = async (one: Redemption): Promise<void> => {
        const { code, tokens } = one;
        // The database may still be at a commit of the dead: whoever tries again waits or loses.
        const again = tokensOf(records, code);
        const { committed } = await store.commit(redemption({ code, tokens: again }));
        const isThere = async ({ id }: StoredRecord) => (await store.get(id)) !== undefined;
        expect(await Promise.all(again.map(isThere))).toEqual(again.map(() => committed));
        expect(await Promise.all(tokens.map(isThere))).toEqual(tokens.map(() => !committed));
        // What was answered has happened.
        if (answered.has(one)) expect(committed).toBe(false);
      };
      await Promise.all(all.map(judge));
      // The code and its tokens, wherever else the store notes them.
      expect(await store.revoke({ subject })).toBe(3 * codes);
    }
  });

  on('in the middle of a revocation leaves the rest to the next', async (fixture) => {
    const { store, records } = fixture;
    const [first, ...victims] = await start(fixture, kills + 1);
    await prepare(store, records, 'nobody', codes);
    const began = performance.now();
    await first?.store.revoke({ subject: 'nobody' });
    const takes = performance.now() - began;

    for (const [turn, victim] of victims.entries()) {
      const subject = `subject ${turn}`;
      const all = await prepare(store, records, subject, codes);
      const revoked = unlessRefused(async () => victim.store.revoke({ subject }));
      await passed((takes * (turn + 0.5)) / kills);
      await victim.kill();
      await revoked;
      await store.revoke({ subject });
      const left = await Promise.all(all.map(async ({ code }) => store.get(code.id)));
      expect(left.filter((record) => record !== undefined)).toEqual([]);
      const late = all.map(async (one) => store.commit(redemption(one)));
      for (const { committed } of await Promise.all(late)) expect(committed).toBe(false);
    }
  });
}
