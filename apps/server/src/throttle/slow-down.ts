import type { Seconds } from '@oauth/core';

/** How attempts are slowed down. */
export interface SlowDownOptions {
  /** Attempts before the first wait. */
  readonly free: number;
  /** The longest wait. Each is twice the one before, from one second on. */
  readonly longest: Seconds;
  /** Epoch seconds. */
  readonly now: () => number;
  /** Most keys that are remembered; the oldest is forgotten first. Default: 100,000. */
  readonly capacity?: number;
}

interface Attempts {
  readonly count: number;
  readonly last: number;
}

/** Makes whoever keeps trying wait, longer with each attempt, and forgets an hour after the last. */
export class SlowDown {
  readonly #options: SlowDownOptions;
  readonly #attempts = new Map<string, Attempts>();

  constructor(options: SlowDownOptions) {
    this.#options = options;
  }

  /** Seconds until the next attempt may be made; 0 is now. */
  wait(key: string): Seconds {
    const { free, longest, now } = this.#options;
    const { count, last } = this.#read(key);
    if (count < free) return 0;
    const pause = Math.min(longest, 2 ** Math.min(count - free, 30));
    return Math.max(0, Math.ceil(last + pause - now()));
  }

  /** Counts an attempt. */
  count(key: string): void {
    const { capacity = 100_000, now } = this.#options;
    const { count } = this.#read(key);
    this.#attempts.delete(key);
    this.#attempts.set(key, { count: count + 1, last: now() });
    if (this.#attempts.size <= capacity) return;
    for (const oldest of this.#attempts.keys()) {
      this.#attempts.delete(oldest);
      break;
    }
  }

  /** Uncounts one attempt, which was a good one. */
  takeBack(key: string): void {
    const { count, last } = this.#read(key);
    if (count > 1) this.#attempts.set(key, { count: count - 1, last });
    else this.#attempts.delete(key);
  }

  forget(key: string): void {
    this.#attempts.delete(key);
  }

  #read(key: string): Attempts {
    const found = this.#attempts.get(key);
    const kept = found !== undefined && found.last + 3600 > this.#options.now();
    return kept ? found : { count: 0, last: 0 };
  }
}
