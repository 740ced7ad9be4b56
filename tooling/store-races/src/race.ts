import type { Change, Store, StoredRecord } from '@oauth/core';
import { fork, type ChildProcess } from 'node:child_process';

export interface RaceOptions {
  /** Another connection to the data that the processes race on. */
  readonly store: Store;
  /** Script that opens a store and gives it to `answerRaces`; Node runs it as it stands. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly rounds: number;
  readonly processes?: number;
  /** Redemptions that each process sends at once. */
  readonly parallel?: number;
}

export interface RaceResult {
  /** What was not as it must be: nothing, if one redemption of each round won. */
  readonly faults: readonly string[];
  /** Rounds that each process won. */
  readonly wins: readonly number[];
  readonly seconds: number;
}

/** What a process says about its redemptions of a round. */
interface Answer {
  readonly won: readonly string[];
  readonly lost: readonly string[];
  readonly failed: readonly string[];
}

/** Has several processes redeem the same code at the same time, and counts who gets tokens. */
export async function race(options: RaceOptions): Promise<RaceResult> {
  const { store, entry, args, rounds, processes = 4, parallel = 16 } = options;
  const racers = Array.from({ length: processes }, () => fork(entry, args, { execArgv: [] }));
  const faults: string[] = [];
  const wins = racers.map(() => 0);
  try {
    await Promise.all(racers.map(heard));
    const start = performance.now();
    for (let round = 0; round < rounds; round += 1) {
      const code = codeOf(round);
      await store.commit([{ type: 'insert', record: code }]);
      const answers = await Promise.all(
        racers.map((racer, index) => ask(racer, redemptions(code, index, parallel))),
      );
      answers.forEach(({ won }, index) => (wins[index] = (wins[index] ?? 0) + won.length));
      faults.push(...(await judge(store, code, answers, processes * parallel)));
    }
    return { faults, wins, seconds: (performance.now() - start) / 1000 };
  } finally {
    for (const racer of racers) racer.kill();
  }
}

function codeOf(round: number): StoredRecord {
  const grantId = String(round).padStart(16, '0');
  const data = { scope: 'read write', issuedAt: 2_000_000_000 };
  const owner = { clientId: 'app', subject: 'alice', expiresAt: 2_000_000_060 };
  return { id: `${grantId}.code`, version: 0, kind: 'authorization_code', grantId, ...owner, data };
}

/** Commits of one process that each spend the code for a token of their own. */
function redemptions(code: StoredRecord, racer: number, parallel: number): readonly Change[][] {
  const spent = { ...code, version: 1, data: { ...code.data, spentAt: 2_000_000_001 } };
  return Array.from({ length: parallel }, (_, index) => {
    const id = `${code.grantId}.token-${racer}-${index}`;
    const token = { ...code, id, kind: 'access_token' };
    return [
      { type: 'update', record: spent },
      { type: 'insert', record: token },
    ];
  });
}

async function judge(
  store: Store,
  code: StoredRecord,
  answers: readonly Answer[],
  attempts: number,
): Promise<readonly string[]> {
  const won = answers.flatMap((answer) => answer.won);
  const lost = answers.flatMap((answer) => answer.lost);
  const faults = answers.flatMap((answer) => answer.failed);
  if (won.length !== 1) faults.push(`${code.id}: ${won.length} won`);
  if (lost.length !== attempts - 1 || !lost.every((id) => id === code.id))
    faults.push(`${code.id}: the losers lost something else`);
  for (const id of won)
    if ((await store.get(id)) === undefined) faults.push(`${id} won and is not stored`);
  const stored = await store.revoke({ grantId: code.grantId });
  if (stored !== 2) faults.push(`${code.id}: ${stored} records instead of 2`);
  return faults;
}

async function ask(racer: ChildProcess, commits: readonly Change[][]): Promise<Answer> {
  racer.send(commits);
  const { won = [], lost = [], failed = [] } = await heard(racer);
  return { won, lost, failed };
}

/** What the process sends next; rejects when it ends before. */
function heard(racer: ChildProcess): Promise<Partial<Answer>> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('A racing process ended.'));
    racer.once('exit', ended);
    racer.once('message', (message: Partial<Answer>) => {
      racer.off('exit', ended);
      resolve(message);
    });
  });
}
