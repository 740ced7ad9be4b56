import type { StoredRecord } from '@oauth/core/plugin';
import { findStored } from '../racing.js';
import type { Fixture, Suite } from '../suite.js';
import { tryCall } from '../try-call.js';
import type { LendProcesses } from './process-pool.js';
import {
  delay,
  insertCodes,
  newTokens,
  redeemUntilKilled,
  redemptionChanges,
  type Redemption,
} from './redemptions.js';
import type { StoreProcess } from './store-process.js';

/** Processes that are killed, each a little later in its work than the one before. */
const killCount = 6;
/** Codes for each process: more than it gets to redeem. */
const codeCount = 100;

/**
 * A process that is killed at work leaves each commit whole or undone, and nothing that the next
 * revocation misses.
 */
export function killCases(suite: Suite, lendProcesses: LendProcesses): void {
  const { defineCase, expect } = suite;
  defineCase('during redemptions leaves each of them whole or undone', async (fixture) => {
    const { store, newRecord } = fixture;
    for (const [turn, victim] of (await lendProcesses(fixture, killCount)).entries()) {
      const subject = `subject ${turn}`;
      const redemptions = await insertCodes(store, newRecord, subject, codeCount);
      const reported = await redeemUntilKilled(victim, redemptions, (turn + 0.5) / killCount);
      expect(reported.size > 0 && reported.size < codeCount).toBe(true);
      const redeemAgain = async (one: Redemption): Promise<void> =>
        expectWholeOrUndone(suite, fixture, one, reported.has(one));
      await Promise.all(redemptions.map(redeemAgain));
      // Each code and its tokens, in every index that the store has.
      expect(await store.revoke({ subject })).toBe(3 * codeCount);
    }
  });

  defineCase('during a revocation leaves the rest to the next', async (fixture) => {
    const [first, ...victims] = await lendProcesses(fixture, killCount + 1);
    const duration = await timeRevocation(fixture, first);
    for (const [turn, victim] of victims.entries())
      await killDuringRevocation(suite, fixture, {
        victim,
        subject: `subject ${turn}`,
        killAfterMs: (duration * (turn + 0.5)) / killCount,
      });
  });
}

/** Redeems a code once more: that succeeds if the redemption of the killed process left nothing. */
async function expectWholeOrUndone(
  { expect }: Suite,
  { store, newRecord }: Fixture,
  { code, tokens }: Redemption,
  wasReported: boolean,
): Promise<void> {
  // The database may still be at a commit of the killed process: this one waits for it or loses.
  const others = newTokens(newRecord, code);
  const { committed } = await store.commit(redemptionChanges({ code, tokens: others }));
  const isStored = async ({ id }: StoredRecord) => (await store.get(id)) !== undefined;
  expect(await Promise.all(others.map(isStored))).toEqual(others.map(() => committed));
  expect(await Promise.all(tokens.map(isStored))).toEqual(tokens.map(() => !committed));
  if (wasReported) expect(committed).toBe(false);
}

/** Milliseconds that a process takes for a revocation. */
async function timeRevocation(
  { store, newRecord }: Fixture,
  process: StoreProcess | undefined,
): Promise<number> {
  const subject = 'timed subject';
  await insertCodes(store, newRecord, subject, codeCount);
  const start = performance.now();
  await process?.store.revoke({ subject });
  return performance.now() - start;
}

async function killDuringRevocation(
  { expect }: Suite,
  { store, newRecord }: Fixture,
  {
    victim,
    subject,
    killAfterMs,
  }: { readonly victim: StoreProcess; readonly subject: string; readonly killAfterMs: number },
): Promise<void> {
  const redemptions = await insertCodes(store, newRecord, subject, codeCount);
  const revoked = tryCall(async () => victim.store.revoke({ subject }));
  await delay(killAfterMs);
  await victim.kill();
  await revoked;
  await store.revoke({ subject });
  const codes = redemptions.map(({ code }) => code);
  expect(await findStored(store, codes)).toEqual([]);
  const late = redemptions.map(async (one) => store.commit(redemptionChanges(one)));
  for (const { committed } of await Promise.all(late)) expect(committed).toBe(false);
}
