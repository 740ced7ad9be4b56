/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1];
  const high = sorted[Math.floor(middle)];
  if (low === undefined || high === undefined) throw new RangeError('no values');
  return (low + high) / 2;
}

/** Ratios of values measured side by side, one a round. */
export function ratiosByRound(
  values: readonly number[],
  base: readonly number[],
): readonly number[] {
  if (values.length !== base.length) throw new RangeError('the series differ in length');
  return values.map((value, round) => value / (base[round] ?? Number.NaN));
}

/**
 * Median of the ratios of values measured side by side, so that what slows a whole round down
 * (another process, a warm machine) cancels out.
 */
export function pairedRatio(values: readonly number[], base: readonly number[]): number {
  return median(ratiosByRound(values, base));
}
