import type { Change, Store, StoredRecord } from '@oauth/core';
import type { Kit } from '../kit.js';
import { insert, spent, update, type RecordMaker } from '../record-maker.js';
import type { Processes } from './pool.js';
import type { StoreProcess } from './store-process.js';

/** Processes that are killed, each a little later in its work than the one before. */
const kills = 6;
/** Redemptions that each process is given at once. */
const redemptions = 60;

/** A code, and the tokens that are stored in the commit that spends it. */
interface Redemption {
  readonly code: StoredRecord;
  readonly tokens: readonly StoredRecord[];
}

/** A process that is killed at work leaves each commit whole or undone. */
export function killCases({ on, expect }: Kit, start: Processes): void {
  on('in the middle of redemptions leaves each of them whole or undone', async (fixture) => {
    const { store, records } = fixture;
    const [first, ...victims] = await start(fixture, kills + 1);
    const takes = await timeOf(redeemAll(first, await prepare(store, records, 'nobody')));

    for (const [turn, victim] of victims.entries()) {
      const subject = `subject ${turn}`;
      const all = await prepare(store, records, subject);
      const redeemed = redeemAll(victim, all);
      await passed((takes * (turn + 0.5)) / kills);
      await victim.kill();
      const answered = await redeemed;
      const judge = async ({ code, tokens }: Redemption, index: number): Promise<void> => {
        // The database may still be at a commit of the dead: whoever tries again waits or loses.
        const again = tokensOf(records, code);
        const { committed } = await store.commit(redemption({ code, tokens: again }));
        const isThere = async ({ id }: StoredRecord) => (await store.get(id)) !== undefined;
        expect(await Promise.all(again.map(isThere))).toEqual(again.map(() => committed));
        expect(await Promise.all(tokens.map(isThere))).toEqual(tokens.map(() => !committed));
        // What was answered has happened.
        if (answered[index] === true) expect(committed).toBe(false);
      };
      await Promise.all(all.map(judge));
      // The code and its tokens, wherever else the store notes them.
      expect(await store.revoke({ subject })).toBe(3 * all.length);
    }
  });
}

async function prepare(
  store: Store,
  records: RecordMaker,
  subject: string,
): Promise<readonly Redemption[]> {
  const all = Array.from({ length: redemptions }, () => {
    const code = records({ kind: 'authorization_code', subject });
    return { code, tokens: tokensOf(records, code) };
  });
  await Promise.all(all.map(async ({ code }) => store.commit([insert(code)])));
  return all;
}

function tokensOf(
  records: RecordMaker,
  { grantId, subject }: StoredRecord,
): readonly StoredRecord[] {
  const owner = { grantId, subject };
  return [records(owner), records({ ...owner, kind: 'refresh_token' })];
}

function redemption({ code, tokens }: Redemption): readonly Change[] {
  return [update(spent(code)), ...tokens.map(insert)];
}

/** Which of them were answered before the process ended. */
async function redeemAll(
  worker: StoreProcess | undefined,
  all: readonly Redemption[],
): Promise<readonly boolean[]> {
  const results = await Promise.allSettled(
    all.map(async (one) => worker?.store.commit(redemption(one))),
  );
  return results.map((one) => one.status === 'fulfilled' && one.value?.committed === true);
}

/** Milliseconds. */
async function timeOf(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work;
  return performance.now() - start;
}

function passed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
