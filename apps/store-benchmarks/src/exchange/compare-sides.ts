import { pairedRatio, quantile } from '../quantile.js';
import { createCodeExchange, type CodeExchange } from './code-exchange.js';
import type { Side } from './sides.js';

/** How fast a side was, alone and beside the first side. Times are medians over the rounds. */
export interface SideResult {
  readonly side: string;
  readonly perSecond: number;
  /** Its speed over that of the first side, paired by rounds. */
  readonly ratio: number;
  /** Microseconds of CPU that an exchange takes, of this process and the database together. */
  readonly cpu: number;
  /** Exchanges that one core does, over those of the first side. */
  readonly cpuRatio: number;
}

/** How sides are compared. */
export interface Comparison {
  /** Exchanges at the same time. */
  readonly inFlight: number;
  readonly rounds: number;
  /** Exchanges of a side in a round. */
  readonly exchanges: number;
  /** Microseconds of CPU that the database has used. */
  readonly getDatabaseTime: () => number;
}

/** What a round took, for each exchange. */
interface Round {
  readonly seconds: number;
  /** Microseconds. */
  readonly cpu: number;
}

/** Has the sides take turns, so that what slows the machine slows all of them. */
export async function compareSides(
  sides: readonly Side[],
  comparison: Comparison,
): Promise<readonly SideResult[]> {
  const measured = sides.map((): Round[] => []);
  const warmUp = Math.ceil(comparison.rounds / 5);
  for (let round = -warmUp; round < comparison.rounds; round += 1)
    for (let turn = 0; turn < sides.length; turn += 1) {
      const index = (turn + round + sides.length * warmUp) % sides.length;
      const side = sides[index];
      if (side === undefined) continue;
      const result = await runRound(side, comparison);
      if (round >= 0) measured[index]?.push(result);
    }
  const times = measured.map((rounds) => ({
    seconds: rounds.map(({ seconds }) => seconds),
    cpu: rounds.map(({ cpu }) => cpu),
  }));
  return times.map(({ seconds, cpu }, index) => ({
    side: sides[index]?.name ?? '',
    perSecond: Math.round(1 / quantile(seconds, 0.5)),
    ratio: pairedRatio(times[0]?.seconds ?? [], seconds),
    cpu: Math.round(quantile(cpu, 0.5)),
    cpuRatio: pairedRatio(times[0]?.cpu ?? [], cpu),
  }));
}

/** Exchanges new codes. A code that is not exchanged, or is exchanged twice, is an error. */
async function runRound(side: Side, comparison: Comparison): Promise<Round> {
  const { inFlight, exchanges, getDatabaseTime } = comparison;
  const codes = Array.from({ length: exchanges }, createCodeExchange);
  await runInParallel(codes, 16, side.storeCode);
  const ownTime = process.cpuUsage();
  const databaseTime = getDatabaseTime();
  const start = performance.now();
  const won = await runInParallel(codes, inFlight, side.exchangeCode);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(ownTime);
  const cpu = user + system + getDatabaseTime() - databaseTime;
  const [first] = codes;
  if (won.some((one) => one !== true)) throw new Error(`${side.name}: a code was not exchanged.`);
  if (first && (await side.exchangeCode(first)))
    throw new Error(`${side.name}: a code was exchanged twice.`);
  return { seconds: seconds / exchanges, cpu: cpu / exchanges };
}

async function runInParallel(
  codes: readonly CodeExchange[],
  inFlight: number,
  work: (exchange: CodeExchange) => Promise<unknown>,
): Promise<readonly unknown[]> {
  const left = codes.values();
  const results: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const exchange of left) results.push(await work(exchange));
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return results;
}
