/** The lines that `in-process.js` and `jwt.js` print, also those of other revisions: stable. */

/** What one call of `server.handle` costs. */
export interface Cost {
  readonly what: string;
  readonly microseconds: number;
}

/** What one access token costs us, and what it costs with bare jose. */
export interface JwtCost extends Cost {
  readonly joseMicroseconds: number;
  /** Our time as a multiple of jose's. */
  readonly ratio: number;
}

/** Reads the lines `COST <microseconds> <what>`. */
export function parseCosts(output: string): readonly Cost[] {
  return [...output.matchAll(/^COST (\S+) (.+)$/gm)].map(([, microseconds, what = '']) => ({
    what,
    microseconds: Number(microseconds),
  }));
}

/** Reads the lines `PAIR <ours> <jose> <ratio> <what>`, times in microseconds. */
export function parseJwtCosts(output: string): readonly JwtCost[] {
  return [...output.matchAll(/^PAIR (\S+) (\S+) (\S+) (.+)$/gm)].map(
    ([, ours, jose, ratio, what = '']) => ({
      what,
      microseconds: Number(ours),
      joseMicroseconds: Number(jose),
      ratio: Number(ratio),
    }),
  );
}
