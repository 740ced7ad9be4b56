import type { Cost, JwtCost } from '../in-process/output.js';
import type { Series } from '../lane.js';
import { median, pairedRatio } from '../statistics.js';

/** One server's figures in one scenario. */
export interface Row {
  readonly server: string;
  readonly requestsPerSecond: number;
  readonly microsecondsPerRequest: number;
  /** Processor time of the server process, in microseconds per request. */
  readonly cpuMicrosecondsPerRequest: number;
  /** Speed as a multiple of `limit`'s, by requests per second. */
  readonly ratio: number;
  /** The same by processor time, which other processes on the machine disturb less. */
  readonly cpuRatio: number;
  readonly rounds: readonly number[];
}

/** A whole run. */
export interface Result {
  readonly machine: string;
  readonly load: string;
  readonly note: string | undefined;
  readonly setting: string;
  readonly scenarios: readonly { readonly name: string; readonly rows: readonly Row[] }[];
  readonly inProcess: readonly Cost[];
  readonly jwt: readonly JwtCost[];
}

/** Medians, and ratios to `limit` paired round by round. */
export function rowsOf(series: readonly Series[]): readonly Row[] {
  const limit = series.find((one) => one.server === 'limit');
  if (limit === undefined) throw new RangeError('there is no limit to compare with');
  return series.map(({ server, rates, costs }) => ({
    server,
    requestsPerSecond: Math.round(median(rates)),
    microsecondsPerRequest: rounded(1e6 / median(rates)),
    cpuMicrosecondsPerRequest: rounded(median(costs)),
    ratio: rounded(pairedRatio(rates, limit.rates)),
    cpuRatio: rounded(pairedRatio(limit.costs, costs)),
    rounds: rates.map(Math.round),
  }));
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
