/** Taken at import: fake timers that an app's tests install later do not hold responses back. */
const realSetImmediate = setImmediate;

/** Milliseconds between two responses of a burst: as much work as a saved write makes up for. */
const burstGapMs = 0.2;

/** When a response was last ready, of all that this event loop serves. */
let lastReadyAt = -Infinity;

/**
 * Writes a response that is ready. In a burst of cheap requests, each response that follows another
 * at once waits until the event loop has worked on the whole burst; then all are written. A write in
 * between wakes the process that waits for that one response, which costs as much as the rest of the
 * request. Where the work takes longer, as in a synchronous store, no response waits.
 */
export function batchResponses<T>(write: (response: T) => void, response: T): void {
  const before = lastReadyAt;
  lastReadyAt = performance.now();
  if (lastReadyAt - before < burstGapMs) realSetImmediate(write, response);
  else write(response);
}
