/** The value below which this share of the values lies; 0.5 gives the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new RangeError('There are no values.');
  return value;
}

/** The median of the ratios of values that were measured side by side. */
export function pairedRatio(values: readonly number[], base: readonly number[]): number {
  if (values.length !== base.length) throw new RangeError('The series differ in length.');
  return quantile(
    values.map((value, index) => value / (base[index] ?? NaN)),
    0.5,
  );
}
