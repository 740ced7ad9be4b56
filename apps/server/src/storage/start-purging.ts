import type { Seconds, Store } from '@oauth/core';

/** How expired records are deleted. */
export interface PurgeOptions {
  readonly store: Store;
  /** Seconds between two runs, on average. */
  readonly interval: Seconds;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly onPurged: (records: number) => void;
  /** Called when a run fails; the next run deletes what it left. */
  readonly onFailed: (cause: unknown) => void;
}

/** The most records of one run: a long run could slow down requests. */
const batchSize = 10_000;
/** Seconds until the next run where a run has deleted a full batch. */
const fullBatchInterval = 1;

/**
 * Deletes expired records regularly, until the returned function is called; that resolves when no
 * run is under way. Each pause is half to one and a half intervals long, so that the runs of many
 * servers do not coincide.
 */
export function startPurging(options: PurgeOptions): () => Promise<void> {
  const { store, interval, clock, onPurged, onFailed } = options;
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function scheduleRun(seconds: Seconds): void {
    if (stopped) return;
    const start = (): void => {
      running = runPurge();
    };
    timer = setTimeout(start, seconds * (0.5 + Math.random()) * 1000).unref();
  }

  async function runPurge(): Promise<void> {
    let deleted = 0;
    try {
      deleted = await store.purge(Math.floor(clock() / 1000), batchSize);
      if (deleted > 0) onPurged(deleted);
    } catch (cause) {
      onFailed(cause);
    }
    scheduleRun(deleted < batchSize ? interval : Math.min(fullBatchInterval, interval));
  }

  scheduleRun(interval);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
