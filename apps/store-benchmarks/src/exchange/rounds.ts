import { pairedRatio, quantile } from '../quantile.js';
import { newExchange, type Exchange } from './codes.js';
import type { Side } from './sides.js';

/** How fast one side was, and over how fast the first one was in the same rounds. */
export interface Rate {
  readonly side: string;
  readonly perSecond: number;
  readonly ratio: number;
  /** Microseconds of a core that a trade takes, of this process and the database's together. */
  readonly cpu: number;
  /** Trades that one core does, over those of the first side. */
  readonly cpuRatio: number;
}

/** How sides are compared. */
export interface Comparison {
  readonly inFlight: number;
  readonly rounds: number;
  readonly trades: number;
  /** Microseconds of a core that the database has had. */
  readonly databaseTime: () => number;
}

/** What a round of one side took, for each trade. */
interface Round {
  readonly seconds: number;
  readonly cpu: number;
}

/** Has the sides trade codes by turns, so that what slows the machine slows each of them. */
export async function compare(
  sides: readonly Side[],
  comparison: Comparison,
): Promise<readonly Rate[]> {
  const measured = sides.map((): Round[] => []);
  const warmUp = Math.ceil(comparison.rounds / 5);
  for (let round = -warmUp; round < comparison.rounds; round += 1)
    for (let turn = 0; turn < sides.length; turn += 1) {
      const index = (turn + round + sides.length * warmUp) % sides.length;
      const side = sides[index];
      if (side === undefined) continue;
      const took = await run(side, comparison);
      if (round >= 0) measured[index]?.push(took);
    }
  const all = measured.map((rounds) => ({
    seconds: rounds.map(({ seconds }) => seconds),
    cpu: rounds.map(({ cpu }) => cpu),
  }));
  return all.map(({ seconds, cpu }, index) => ({
    side: sides[index]?.name ?? '',
    perSecond: Math.round(1 / quantile(seconds, 0.5)),
    ratio: pairedRatio(all[0]?.seconds ?? [], seconds),
    cpu: Math.round(quantile(cpu, 0.5)),
    cpuRatio: pairedRatio(all[0]?.cpu ?? [], cpu),
  }));
}

/** Trades new codes, so many at a time. */
async function run(side: Side, { inFlight, trades, databaseTime }: Comparison): Promise<Round> {
  const codes = Array.from({ length: trades }, newExchange);
  await inParallel(codes, 16, side.issue);
  const ownTime = process.cpuUsage();
  const itsTime = databaseTime();
  const start = performance.now();
  const won = await inParallel(codes, inFlight, side.trade);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(ownTime);
  const cpu = user + system + databaseTime() - itsTime;
  const again = codes[0];
  if (won.some((one) => one !== true)) throw new Error(`${side.name}: a code was not traded.`);
  if (again && (await side.trade(again))) throw new Error(`${side.name}: a code won twice.`);
  return { seconds: seconds / trades, cpu: cpu / trades };
}

async function inParallel(
  codes: readonly Exchange[],
  inFlight: number,
  work: (exchange: Exchange) => Promise<unknown>,
): Promise<readonly unknown[]> {
  const left = codes.values();
  const results: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const exchange of left) results.push(await work(exchange));
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return results;
}
