import { pairedRatio, quantile } from '../quantile.js';
import { newExchange, type Exchange } from './codes.js';
import type { Side } from './sides.js';

/** How fast one side was. */
export interface Rate {
  readonly side: string;
  readonly perSecond: number;
  /** Its rate over that of the first side, by rounds. */
  readonly ratio: number;
}

/** Has the sides trade codes by turns, so that what slows the machine slows each of them. */
export async function compare(
  sides: readonly Side[],
  { inFlight, rounds, trades }: { inFlight: number; rounds: number; trades: number },
): Promise<readonly Rate[]> {
  const rates = sides.map((): number[] => []);
  for (let round = -2; round < rounds; round += 1)
    for (let turn = 0; turn < sides.length; turn += 1) {
      const index = (turn + round + sides.length * 2) % sides.length;
      const side = sides[index];
      if (side === undefined) continue;
      const rate = await run(side, inFlight, trades);
      if (round >= 0) rates[index]?.push(rate);
    }
  return sides.map(({ name }, index) => ({
    side: name,
    perSecond: Math.round(quantile(rates[index] ?? [], 0.5)),
    ratio: pairedRatio(rates[index] ?? [], rates[0] ?? []),
  }));
}

/** Trades new codes, so many at a time; per second. */
async function run(side: Side, inFlight: number, trades: number): Promise<number> {
  const codes = Array.from({ length: trades }, newExchange);
  await inParallel(codes, 16, side.issue);
  const start = performance.now();
  const won = await inParallel(codes, inFlight, side.trade);
  const seconds = (performance.now() - start) / 1000;
  const again = codes[0];
  if (won.some((one) => one !== true)) throw new Error(`${side.name}: a code was not traded.`);
  if (again && (await side.trade(again))) throw new Error(`${side.name}: a code won twice.`);
  return trades / seconds;
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
