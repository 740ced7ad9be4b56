import { appError } from '../reasons.js';

/** Checks that run at once: more would compete for the same cores and 32 MiB of memory each. */
const maxRunning = 4;
/** Checks that may wait; a further attempt is refused. */
const maxWaiting = 200;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Runs a password check when few others run in this process.
 *
 * @throws OAuthError `temporarily_unavailable` when too many are waiting
 */
export async function queuePasswordCheck<T>(check: () => Promise<T>): Promise<T> {
  if (running >= maxRunning) {
    if (waiting.length >= maxWaiting)
      throw appError('user.too_many_at_once', { values: { waiting: String(maxWaiting) } });
    // The check that ends hands its place to this one.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await check();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
