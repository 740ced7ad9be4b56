import type { Scenario } from '../scenario.js';

/** What to send where. */
export interface LoadTarget {
  readonly url: string;
  readonly method: Scenario['method'];
  readonly headers: Readonly<Record<string, string>>;
  /** Bodies of POST or bearer tokens of GET, one a line. */
  readonly preparedFile: string;
  readonly singleUse: boolean;
  readonly seconds: number;
  readonly connections: number;
  readonly core: number | undefined;
}

/** What came of it. */
export interface LoadResult {
  readonly requests: number;
  readonly microseconds: number;
  /** Answers other than 2xx, broken connections, time-outs. */
  readonly errors: number;
}

/** A load generator: a process that posts as fast as answers come. */
export interface LoadGenerator {
  readonly name: string;
  /** What a reader of the figures should know about it. */
  readonly note?: string;
  run(target: LoadTarget): Promise<LoadResult>;
}

/** Reads the one line that each generator's script prints. */
export function parseLoadResult(output: string): LoadResult {
  const numbers = /^RESULT (\d+) (\d+) (\d+)$/m.exec(output)?.slice(1).map(Number);
  const [requests, microseconds, errors] = numbers ?? [];
  if (requests === undefined || microseconds === undefined || errors === undefined)
    throw new Error(`the load generator gave no result:\n${output}`);
  return { requests, microseconds, errors };
}
