import type { Seconds, Store } from '@oauth/core';

/** How a store is rid of what has expired. */
export interface PurgeOptions {
  readonly store: Store;
  /** Seconds between two runs, on average. */
  readonly interval: Seconds;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly onPurged: (records: number) => void;
  /** A run that fails is no harm: the next one finds what it left. */
  readonly onFailed: (cause: unknown) => void;
}

/** Most records that one run deletes; after a full one the next comes soon. */
const limit = 10_000;
const soon = 1;

/**
 * Deletes what has expired, regularly, until the returned function is called, which resolves when
 * no run is under way any more. The runs of many servers drift apart, since each waits for half to
 * one and a half intervals.
 */
export function purgeRegularly(options: PurgeOptions): () => Promise<void> {
  const { store, interval, clock, onPurged, onFailed } = options;
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function wait(seconds: Seconds): void {
    if (stopped) return;
    const start = (): void => {
      running = run();
    };
    timer = setTimeout(start, seconds * (0.5 + Math.random()) * 1000).unref();
  }

  async function run(): Promise<void> {
    let deleted = 0;
    try {
      deleted = await store.purge(Math.floor(clock() / 1000), limit);
      if (deleted > 0) onPurged(deleted);
    } catch (cause) {
      onFailed(cause);
    }
    wait(deleted < limit ? interval : Math.min(soon, interval));
  }

  wait(interval);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
