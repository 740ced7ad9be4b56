import type { RequestListener } from 'node:http';

/** A server under measurement, as its own process runs it. */
export interface BenchServer {
  readonly listener: RequestListener;
  /**
   * Empties what earlier rounds stored and makes the next round possible.
   *
   * @returns bodies of POST, bearer tokens of GET: one for all requests, or `count` where each can
   *   be used once only
   */
  prepare(count: number): Promise<readonly string[]>;
}

/** One answer, for verification. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends the next prepared request. */
export type Send = () => Promise<Answer>;

/** One thing to measure: what is asked, of whom, and what the right answer is. */
export interface Scenario {
  readonly name: string;
  /** POST sends what the server prepares as its body, GET as its bearer token. */
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether what is prepared can be used once only, as a code can. */
  readonly singleUse: boolean;
  /** In the order of measurement. `hello` answers without work; ratios are to `limit`. */
  readonly servers: Readonly<Record<string, () => BenchServer>>;
  /**
   * Looks at answers of any server but `hello`, before the first round and after the last.
   *
   * @throws AssertionError
   */
  verify(send: Send): Promise<void>;
}
