import type { Change, Store, StoredRecord } from '@oauth/core/plugin';
import { insert, spend, update, type RecordMaker } from '../../record-maker.js';
import type { StoreProcess } from './store-process.js';

/** A code, and the tokens of the commit that spends it. */
export interface Redemption {
  readonly code: StoredRecord;
  readonly tokens: readonly StoredRecord[];
}

/** Redemptions that a process has under way at any time. */
const lanes = 4;
/** Redemptions that are timed before the process is killed during one. */
const trialCount = 20;

/** Stores `count` codes of a subject, and makes the tokens that they are to be redeemed for. */
export async function insertCodes(
  store: Store,
  newRecord: RecordMaker,
  subject: string,
  count: number,
): Promise<readonly Redemption[]> {
  const redemptions = Array.from({ length: count }, () => {
    const code = newRecord({ kind: 'authorization_code', subject });
    return { code, tokens: newTokens(newRecord, code) };
  });
  await Promise.all(redemptions.map(async ({ code }) => store.commit([insert(code)])));
  return redemptions;
}

/** Makes an access and a refresh token of the code's grant. */
export function newTokens(
  newRecord: RecordMaker,
  { grantId, subject }: StoredRecord,
): readonly StoredRecord[] {
  const owner = { grantId, subject };
  return [newRecord(owner), newRecord({ ...owner, kind: 'refresh_token' })];
}

/** The commit of a redemption. */
export function redemptionChanges({ code, tokens }: Redemption): readonly Change[] {
  return [update(spend(code)), ...tokens.map(insert)];
}

/**
 * Has a process redeem one code after another, and kills it during a redemption: after `part` of the
 * time that the first ones took.
 *
 * @returns the redemptions that the process reported as committed
 */
export async function redeemUntilKilled(
  { store, kill }: StoreProcess,
  redemptions: readonly Redemption[],
  part: number,
): Promise<ReadonlySet<Redemption>> {
  const reported = new Set<Redemption>();
  const times: number[] = [];
  let killed: Promise<void> | undefined;
  const killSoon = async (): Promise<void> => {
    const [median = 0] = times.sort((one, other) => one - other).slice(trialCount / 2);
    await delay(part * median);
    await kill();
  };
  const queue = redemptions.values();
  const redeemQueue = async (): Promise<void> => {
    for (const redemption of queue) {
      const start = performance.now();
      const { committed } = await store.commit(redemptionChanges(redemption));
      times.push(performance.now() - start);
      if (committed) reported.add(redemption);
      if (times.length === trialCount) killed = killSoon();
    }
  };
  // Each lane rejects when the process ends.
  await Promise.allSettled(Array.from({ length: lanes }, redeemQueue));
  await killed;
  return reported;
}

export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
