import type { Change, Store, StoredRecord } from '@oauth/core/plugin';
import { insert, spent, update, type RecordMaker } from '../record-maker.js';
import type { StoreProcess } from './store-process.js';

/** A code, and the tokens that are stored in the commit that spends it. */
export interface Redemption {
  readonly code: StoredRecord;
  readonly tokens: readonly StoredRecord[];
}

/** Redemptions that a process is at, at any time. */
const lanes = 4;
/** Redemptions by which one learns how long they take there. */
const trial = 20;

/** Stores so many codes of a subject. */
export async function prepare(
  store: Store,
  records: RecordMaker,
  subject: string,
  count: number,
): Promise<readonly Redemption[]> {
  const all = Array.from({ length: count }, () => {
    const code = records({ kind: 'authorization_code', subject });
    return { code, tokens: tokensOf(records, code) };
  });
  await Promise.all(all.map(async ({ code }) => store.commit([insert(code)])));
  return all;
}

/** New tokens of the code's grant. */
export function tokensOf(
  records: RecordMaker,
  { grantId, subject }: StoredRecord,
): readonly StoredRecord[] {
  const owner = { grantId, subject };
  return [records(owner), records({ ...owner, kind: 'refresh_token' })];
}

export function redemption({ code, tokens }: Redemption): readonly Change[] {
  return [update(spent(code)), ...tokens.map(insert)];
}

/**
 * Has a process redeem one code after another in a few lanes, and kills it while it does: when it
 * has been at some of them for `part` of the time that they usually take.
 *
 * @returns those that were answered
 */
export async function redeemUntilKilled(
  { store, kill }: StoreProcess,
  all: readonly Redemption[],
  part: number,
): Promise<ReadonlySet<Redemption>> {
  const answered = new Set<Redemption>();
  const times: number[] = [];
  let killed: Promise<void> | undefined;
  const killSoon = async (): Promise<void> => {
    const [usual = 0] = times.sort((one, other) => one - other).slice(trial / 2);
    await passed(part * usual);
    await kill();
  };
  const left = all.values();
  const lane = async (): Promise<void> => {
    for (const one of left) {
      const start = performance.now();
      const { committed } = await store.commit(redemption(one));
      times.push(performance.now() - start);
      if (committed) answered.add(one);
      if (times.length === trial) killed = killSoon();
    }
  };
  // Each lane ends with the process.
  await Promise.allSettled(Array.from({ length: lanes }, lane));
  await killed;
  return answered;
}

export function passed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
