import type { Cost } from '../in-process/output.js';
import type { Series } from '../lane.js';
import { median, ratiosByRound } from '../statistics.js';

/** The build of the working tree, and that of the other revision. */
export type Side = 'here' | 'there';

/** A value for each build. */
export type BySide<T> = Readonly<Record<Side, T>>;

/** Folders of the built entries. */
export type Dists = BySide<string>;

/** What both builds gave, one value a round. */
export type Rounds<T> = BySide<readonly T[]>;

/** Here divided by there, round by round. Above 1 the working tree is slower. */
export interface Ratio {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** What one scenario costs in both builds. */
export interface Comparison {
  readonly name: string;
  /** Median processor microseconds of a request. */
  readonly here: number;
  readonly there: number;
  /** By processor time. */
  readonly ratio: Ratio;
}

/** A comparison of requests over HTTP. */
export interface HttpComparison extends Comparison {
  /** By the clock, which other processes on the machine disturb more. */
  readonly time: Ratio;
}

/** Costs of one scenario, paired round by round. */
export function compareCosts(name: string, { here, there }: Rounds<number>): Comparison {
  return { name, here: median(here), there: median(there), ratio: ratioOf(here, there) };
}

/** Two servers that took the same load, paired round by round. */
export function compareSeries(name: string, { here, there }: BySide<Series>): HttpComparison {
  const costs = compareCosts(name, { here: here.costs, there: there.costs });
  // The rate is the inverse of the time of a request.
  return { ...costs, time: ratioOf(there.rates, here.rates) };
}

/** Costs that both builds print, and the names of those that only one prints. */
export function pairCosts(rounds: Rounds<readonly Cost[]>): {
  readonly comparisons: readonly Comparison[];
  readonly unpaired: readonly string[];
} {
  const here = costsByName(rounds.here);
  const there = costsByName(rounds.there);
  const names = [...new Set([...here.keys(), ...there.keys()])];
  return {
    comparisons: names.flatMap((name) => {
      const [ours, theirs] = [here.get(name), there.get(name)];
      if (ours === undefined || theirs === undefined) return [];
      return [compareCosts(name, { here: ours, there: theirs })];
    }),
    unpaired: names.filter((name) => !here.has(name) || !there.has(name)),
  };
}

/** Names of scenarios whose median ratio is above a limit. */
export function slowerThan(limit: number, comparisons: readonly Comparison[]): readonly string[] {
  return comparisons.filter(({ ratio }) => ratio.median > limit).map(({ name }) => name);
}

function ratioOf(values: readonly number[], base: readonly number[]): Ratio {
  const ratios = ratiosByRound(values, base);
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}

function costsByName(rounds: readonly (readonly Cost[])[]): ReadonlyMap<string, number[]> {
  const byName = new Map<string, number[]>();
  for (const { what, microseconds } of rounds.flat()) {
    const costs = byName.get(what) ?? [];
    costs.push(microseconds);
    byName.set(what, costs);
  }
  return byName;
}
