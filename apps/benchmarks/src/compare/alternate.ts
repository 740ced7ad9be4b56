import { turnOrder } from '../turn-order.js';
import type { Rounds, Side } from './comparison.js';

const sides: readonly Side[] = ['here', 'there'];

/** Lets both builds work in turns, A B B A …, and collects what each turn gives. */
export async function alternate<T>(
  rounds: number,
  takeTurn: (side: Side, round: number) => Promise<T>,
): Promise<Rounds<T>> {
  const taken: Record<Side, T[]> = { here: [], there: [] };
  for (let round = 1; round <= rounds; round += 1)
    for (const side of turnOrder(round, sides)) taken[side].push(await takeTurn(side, round));
  return taken;
}
