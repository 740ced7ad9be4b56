/** Taken now: fake timers that an app's tests install later do not hold answers back. */
const later = setImmediate;

/** Milliseconds of work for which a write that is saved makes up. */
const cheap = 0.2;

/** When an answer was last ready, of all that this event loop serves. */
let lastReady = -Infinity;

/**
 * Writes an answer that is ready. One that follows another at once, as in a burst of cheap requests,
 * waits until the burst was worked on, and all are written together: a write in between wakes
 * whoever waits for that one answer, and costs as much as all else that a request does. Where the
 * work takes longer, say in a store that is synchronous, none waits for the next.
 */
export function writeTogether<T>(write: (answer: T) => void, answer: T): void {
  const before = lastReady;
  lastReady = performance.now();
  if (lastReady - before < cheap) later(write, answer);
  else write(answer);
}
